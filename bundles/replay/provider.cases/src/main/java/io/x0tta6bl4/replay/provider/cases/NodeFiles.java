package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Call;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A directory of measurements: one file a node with one row a moment, pair files whose columns are {@code caller_callee}, and a
 * list of calls ({@code Source,Target}).
 */
record NodeFiles(Recording recording, Set<Call> calls, Set<String> nodes) {
    private static final String TIME = "time|timestamp|unix_timestamp|ts|date|datetime";

    static NodeFiles read(Path directory) throws BadInput {
        List<Path> pairs = new ArrayList<>();
        Recording recording = new Recording();
        Set<Call> calls = new HashSet<>();
        Set<String> nodes = new TreeSet<>();
        for (Path file : files(directory)) {
            switch (kind(file)) {
                case CALLS -> {
                    GraphFile graph = GraphFile.read(file);
                    calls.addAll(graph.calls());
                    nodes.addAll(graph.nodes());
                }
                case PAIRS -> pairs.add(file);
                case NODE -> {
                    nodes.add(name(file));
                    recording.addAll(node(file));
                }
                case OTHER -> {}
            }
        }
        if (recording.moments().isEmpty() && calls.isEmpty())
            throw new BadInput(directory + " holds no measurements: a file of a node is <node>.csv with a column"
                    + " TimeStamp, timestamp or time");
        for (Path file : pairs) recording.addAll(pair(file, nodes));
        return new NodeFiles(Counters.rates(recording), calls, nodes);
    }

    private enum Kind {
        CALLS,
        PAIRS,
        NODE,
        OTHER
    }

    private static List<Path> files(Path directory) throws BadInput {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput(directory + " cannot be listed: " + e);
        }
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".csv".length());
    }

    private static Kind kind(Path file) throws BadInput {
        try (CsvReader csv = new CsvReader(file)) {
            List<String> header = lower(csv.header());
            if (header.contains("source") && header.contains("target")) return Kind.CALLS;
            if (name(file).matches("(?i)(source|destination|client|server).*")) return Kind.PAIRS;
            if (header.stream().noneMatch(h -> h.matches(TIME))) return Kind.OTHER;
            return header.contains("servicename") ? Kind.OTHER : Kind.NODE;
        }
    }

    private static List<String> lower(CsvRow row) {
        return row.fields().stream()
                .map(f -> f.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private record Column(int index, String name, Recording.Signal signal) {}

    private static Recording node(Path file) throws BadInput {
        String node = name(file);
        return read(
                file,
                (index, header) -> Optional.of(
                        new Column(index, header, new Recording.Signal(node, "", Vocabulary.measure(header), header))));
    }

    /** Latencies by pair, seen by the caller in a file named source…, by the callee in one named destination…. */
    private static Recording pair(Path file, Set<String> nodes) throws BadInput {
        boolean caller = name(file).toLowerCase(Locale.ROOT).matches("(source|client).*");
        String statistic = name(file);
        return read(file, (index, header) -> {
            for (int cut = header.indexOf('_'); cut > 0; cut = header.indexOf('_', cut + 1)) {
                String from = header.substring(0, cut);
                String to = header.substring(cut + 1);
                if (!nodes.contains(from) || !nodes.contains(to)) continue;
                return Optional.of(new Column(
                        index,
                        header,
                        caller
                                ? new Recording.Signal(from, to, Measure.CALLING_LATENCY, statistic + " " + header)
                                : new Recording.Signal(to, from, Measure.SERVING_LATENCY, statistic + " " + header)));
            }
            return Optional.empty();
        });
    }

    private interface Naming {
        Optional<Column> column(int index, String header);
    }

    private static Recording read(Path file, Naming naming) throws BadInput {
        Recording recording = new Recording();
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow header = csv.header();
            List<String> names = lower(header);
            List<Integer> times = new ArrayList<>();
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).matches(TIME)) times.add(i);
                else naming.column(i, header.fields().get(i).strip()).ifPresent(columns::add);
            }
            if (times.isEmpty())
                throw header.bad("no column is the time: one named TimeStamp, timestamp or time is needed");
            for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next())
                take(recording, times, columns, row.get(), names.size());
        }
        return recording;
    }

    private static void take(Recording recording, List<Integer> times, List<Column> columns, CsvRow row, int width)
            throws BadInput {
        if (row.fields().size() != width)
            throw row.bad("the row has " + row.fields().size() + " fields, the header " + width);
        long at = time(row, times);
        recording.moment(at);
        for (Column column : columns) {
            double value = row.number(column.index, column.name);
            recording.series(column.signal).put(at, value);
        }
    }

    /** The first column that reads as a time; some sources write it twice, once for people. */
    private static long time(CsvRow row, List<Integer> columns) throws BadInput {
        for (int i = columns.size() - 1; i >= 0; i--) {
            OptionalLong at = Times.millis(row.text(columns.get(i), "time"));
            if (at.isPresent()) return at.getAsLong();
        }
        throw row.bad("'" + row.fields().get(columns.getFirst()) + "' is no time");
    }
}
