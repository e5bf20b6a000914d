package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file {@code timestamp,value}, one row after another. */
final class SeriesFile implements AutoCloseable {
    /** @param at as it is written; it may run back */
    record Row(Instant at, double value) {}

    private final Path file;
    private final CsvReader reader;
    private boolean any;

    SeriesFile(Path file) throws BadInput {
        this.file = file;
        this.reader = new CsvReader(file);
        try {
            requireHeader(reader.header());
        } catch (BadInput e) {
            reader.close();
            throw e;
        }
    }

    /** The next row; a file without any is refused. */
    Optional<Row> next() throws BadInput {
        Optional<CsvRow> row = reader.next();
        if (row.isEmpty() && !any) throw new BadInput(file + ":2: there is no row after the header");
        any = true;
        return row.isEmpty() ? Optional.empty() : Optional.of(read(row.get()));
    }

    private static Row read(CsvRow row) throws BadInput {
        if (row.fields().size() != 2)
            throw row.bad(
                    "a row is timestamp,value: this one has " + row.fields().size() + " fields");
        return new Row(Timestamps.read(row, 0), row.number(1, "value"));
    }

    private static void requireHeader(CsvRow header) throws BadInput {
        List<String> names = header.fields().stream().map(String::strip).toList();
        if (!names.equals(List.of("timestamp", "value")))
            throw header.bad("a series begins with the line timestamp,value, this file with '"
                    + abbreviated(String.join(",", names)) + "'; for many columns there is replay entities");
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    @Override
    public void close() {
        reader.close();
    }
}
