package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Line;
import io.x0tta6bl4.analyze.api.Scene.Span;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Spans and log lines with their moments. At most a million of each are taken from one file; the rest is left out. */
final class TrafficFiles {
    static final int MOST = 1_000_000;

    /** Something that happened at a moment; {@link Long#MIN_VALUE} when the file gives no time. */
    record At<T>(long millis, T what) {}

    private TrafficFiles() {}

    static List<At<Span>> spans(Path file) throws BadInput {
        List<At<Span>> found = new ArrayList<>();
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow header = csv.header();
            int trace = need(header, "trace", "traceid", "trace_id");
            int id = need(header, "span", "spanid", "span_id", "id");
            int parent = need(header, "parent", "parentid", "parent_id", "parentspan", "parent_span");
            int node = need(header, "service", "node", "podname", "pod", "servicename", "service_name");
            int operation = need(header, "operation", "operationname", "operation_name", "name");
            int duration = need(header, "duration_us", "duration", "duration_ms");
            int start = find(header, "start_us", "start_ms", "start", "starttimeunixnano", "timestamp", "time");
            int status = find(header, "status", "status_code", "error", "statuscode");
            double scale =
                    header.fields().get(duration).toLowerCase(Locale.ROOT).endsWith("ms") ? 1000 : 1;
            for (Optional<CsvRow> row = csv.next(); row.isPresent() && found.size() < MOST; row = csv.next()) {
                CsvRow r = row.get();
                String above = r.text(parent, "parent").strip();
                double micros = r.number(duration, "duration") * scale;
                if (!(micros >= 0)) continue;
                found.add(new At<>(
                        moment(r, start),
                        new Span(
                                r.text(trace, "trace"),
                                r.text(id, "span"),
                                above.equalsIgnoreCase("root") ? "" : above,
                                r.text(node, "service"),
                                r.text(operation, "operation"),
                                (long) micros,
                                status >= 0 && failed(r.text(status, "status")))));
            }
        }
        return found;
    }

    private static boolean failed(String status) {
        String text = status.strip().toLowerCase(Locale.ROOT);
        if (text.matches("[0-9]+")) {
            int code = text.length() > 6 ? 0 : Integer.parseInt(text);
            return code >= 500 || code == 2; // HTTP, or OpenTelemetry's code for an error
        }
        return text.matches("true|error|failed|fail|status_code_error|unset_error");
    }

    static List<At<Line>> lines(Path file) throws BadInput {
        List<At<Line>> found = new ArrayList<>();
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow header = csv.header();
            int node = need(header, "service", "node", "podname", "pod", "container", "servicename", "service_name");
            int text = need(header, "message", "log", "text", "template", "content", "body", "line");
            int time = find(
                    header, "time_us", "time_ms", "timestamp", "time", "timeunixnano", "start_us", "ts", "datetime");
            for (Optional<CsvRow> row = csv.next(); row.isPresent() && found.size() < MOST; row = csv.next())
                found.add(new At<>(
                        moment(row.get(), time),
                        new Line(row.get().text(node, "service"), row.get().text(text, "message"))));
        }
        return found;
    }

    private static long moment(CsvRow row, int column) throws BadInput {
        return column < 0
                ? Long.MIN_VALUE
                : Times.millis(row.text(column, "time")).orElse(Long.MIN_VALUE);
    }

    private static int find(CsvRow header, String... names) {
        List<String> fields = header.fields().stream()
                .map(f -> f.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (String name : names) if (fields.contains(name)) return fields.indexOf(name);
        return -1;
    }

    private static int need(CsvRow header, String... names) throws BadInput {
        int found = find(header, names);
        if (found < 0) throw header.bad("there is no column '" + names[0] + "', only " + header.fields());
        return found;
    }
}
