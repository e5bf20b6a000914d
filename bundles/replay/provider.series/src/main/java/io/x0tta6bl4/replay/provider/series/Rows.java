package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Rows of numbers, the same count in each; the files of one entity have the same columns. A first row of names is passed over. */
final class Rows {
    /** As many observations as the monitor takes in one tick. */
    private static final int MOST_COLUMNS = 20_000;

    private int columns;
    private List<String> names = List.of();

    void read(Path file, Consumer<double[]> each) throws BadInput {
        try (Open open = open(file)) {
            for (Optional<double[]> row = open.next(); row.isPresent(); row = open.next()) each.accept(row.get());
        }
    }

    Open open(Path file) throws BadInput {
        return new Open(file);
    }

    /** The names of the columns, which without a header are their numbers. */
    List<String> names() {
        return names.isEmpty()
                ? IntStream.range(0, columns).mapToObj(Integer::toString).toList()
                : names;
    }

    /** One file, row after row; one without any row of numbers is refused. */
    final class Open implements AutoCloseable {
        private final Path file;
        private final CsvReader reader;
        private boolean first = true;
        private boolean any;

        private Open(Path file) throws BadInput {
            this.file = file;
            this.reader = new CsvReader(file);
        }

        Optional<double[]> next() throws BadInput {
            Optional<CsvRow> row = reader.next();
            if (row.isPresent()) requireWidth(row.get());
            if (row.isPresent() && first && header(row.get())) {
                requireSame(row.get());
                row = reader.next();
                if (row.isPresent()) requireWidth(row.get());
            }
            first = false;
            if (row.isEmpty() && !any) throw new BadInput(file + ":1: there is no row of numbers");
            any = true;
            return row.isEmpty() ? Optional.empty() : Optional.of(numbers(row.get()));
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private void requireWidth(CsvRow row) throws BadInput {
        int found = row.fields().size();
        if (found > MOST_COLUMNS)
            throw row.bad(found + " columns, at most " + MOST_COLUMNS + " can be judged together");
        if (columns == 0) columns = found;
        if (found != columns) throw row.bad("the row has " + found + " fields, those before it " + columns);
    }

    /** Columns are told by their place, so the files of one entity must have the same names in the same order. */
    private void requireSame(CsvRow row) throws BadInput {
        List<String> found = row.fields().stream().map(String::strip).toList();
        for (int c = 0; c < names.size(); c++)
            if (!names.get(c).equals(found.get(c)))
                throw row.bad("column " + c + " is '" + found.get(c) + "' here and '" + names.get(c)
                        + "' in the file before: put the columns of both files into the same order");
        names = found;
    }

    private static boolean header(CsvRow row) {
        try {
            row.number(0, "column 0");
            return false;
        } catch (BadInput e) {
            return true;
        }
    }

    private static double[] numbers(CsvRow row) throws BadInput {
        double[] values = new double[row.fields().size()];
        for (int c = 0; c < values.length; c++) values[c] = row.number(c, "column " + c);
        return values;
    }
}
