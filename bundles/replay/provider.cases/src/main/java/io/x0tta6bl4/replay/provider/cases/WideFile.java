package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** A table with three header rows (node, metric, statistic) and one row a moment; the first column is the time. */
final class WideFile {
    private WideFile() {}

    static Recording read(Path file) throws BadInput {
        Recording recording = new Recording();
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow nodes = csv.header();
            CsvRow metrics = needed(csv, file, "metric");
            CsvRow statistics = needed(csv, file, "statistic");
            List<Column> columns = columns(recording, nodes, metrics, statistics);
            Optional<CsvRow> row = csv.next();
            boolean first = true;
            while (row.isPresent()) {
                if (!(first && isLabel(row.get())))
                    take(recording, columns, row.get(), nodes.fields().size());
                first = false;
                row = csv.next();
            }
        }
        return recording;
    }

    private record Column(int index, String name, NavigableMap<Long, Double> series) {}

    private static CsvRow needed(CsvReader csv, Path file, String what) throws BadInput {
        CsvRow row = csv.next()
                .orElseThrow(() -> new BadInput(file + " has no header row '" + what
                        + "': a metrics file has three, of nodes, metrics and statistics"));
        if (!row.text(0, what).strip().equalsIgnoreCase(what))
            throw row.bad("expected the header row '" + what + "', found '" + row.text(0, what) + "'");
        return row;
    }

    private static List<Column> columns(Recording recording, CsvRow nodes, CsvRow metrics, CsvRow statistics)
            throws BadInput {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i < nodes.fields().size(); i++) {
            String node = nodes.fields().get(i).strip();
            if (node.isEmpty()) throw nodes.bad("column " + (i + 1) + " names no node");
            String metric = metrics.text(i, "metric of " + node).strip();
            String name =
                    metric + " " + statistics.text(i, "statistic of " + node).strip();
            Measure measure = Vocabulary.measure(metric);
            columns.add(new Column(i, name, recording.series(new Recording.Signal(node, "", measure, name))));
        }
        return columns;
    }

    private static boolean isLabel(CsvRow row) {
        return row.fields().stream().skip(1).allMatch(String::isBlank)
                && Times.millis(row.fields().getFirst()).isEmpty();
    }

    private static void take(Recording recording, List<Column> columns, CsvRow row, int width) throws BadInput {
        if (row.fields().size() != width)
            throw row.bad("the row has " + row.fields().size() + " fields, the header " + width);
        long at = Times.millis(row.text(0, "time"))
                .orElseThrow(() -> row.bad("'" + row.fields().getFirst() + "' is no time"));
        recording.moment(at);
        for (Column column : columns) {
            double value = row.number(column.index, column.name);
            column.series.put(at, value);
        }
    }
}
