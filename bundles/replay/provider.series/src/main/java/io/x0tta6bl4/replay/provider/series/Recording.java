package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node recorded ({@code loop:record}): files of rows {@code timestamp,element,signal,kind,value,unit,sensor}, a row for
 * each observation, those of one tick with one timestamp; {@code kind} is {@code measured} or {@code state}.
 */
record Recording(List<Path> files) {
    static final List<String> HEADER = List.of("timestamp", "element", "signal", "kind", "value", "unit", "sensor");

    interface Tick {
        void take(Instant at, List<Observation> observations) throws BadInput;
    }

    static Recording of(Path given) throws BadInput {
        if (Files.isRegularFile(given)) return new Recording(List.of(given));
        if (!Files.isDirectory(given)) throw new BadInput("There is no recording " + given);
        try (Stream<Path> found = Files.list(given)) {
            List<Path> files =
                    found.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
            if (files.isEmpty()) throw new BadInput("There is no .csv file in " + given);
            return new Recording(files);
        } catch (IOException e) {
            throw new BadInput(given + " cannot be read: " + e);
        }
    }

    /** Hands over tick after tick; rows must be in order of time. Returns how many there were. */
    long read(Tick tick) throws BadInput {
        List<Observation> pending = new ArrayList<>();
        Instant at = Instant.MIN;
        long ticks = 0;
        for (Path file : files) {
            try (CsvReader reader = new CsvReader(file)) {
                requireHeader(reader.header());
                for (Optional<CsvRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                    Instant next = Timestamps.read(row.get(), 0);
                    if (next.isBefore(at)) throw row.get().bad("time runs back; a recording is in order of time");
                    if (next.isAfter(at)) ticks += hand(tick, at, pending);
                    at = next;
                    pending.add(observation(row.get(), at));
                }
            }
        }
        ticks += hand(tick, at, pending);
        if (ticks == 0) throw new BadInput(files.getFirst() + ":2: there is no row after the header");
        return ticks;
    }

    private static int hand(Tick tick, Instant at, List<Observation> pending) throws BadInput {
        if (pending.isEmpty()) return 0;
        tick.take(at, List.copyOf(pending));
        pending.clear();
        return 1;
    }

    private static Observation observation(CsvRow row, Instant at) throws BadInput {
        if (row.fields().size() != HEADER.size())
            throw row.bad("a row has " + HEADER.size() + " fields, this one has "
                    + row.fields().size());
        try {
            ElementId element = new ElementId(row.text(1, "element"));
            String signal = row.text(2, "signal");
            return switch (row.text(3, "kind")) {
                case "measured" ->
                    Observation.measured(element, signal, finite(row), row.text(5, "unit"), at, row.text(6, "sensor"));
                case "state" -> Observation.state(element, signal, row.text(4, "value"), "", at, row.text(6, "sensor"));
                default -> throw row.bad("kind is measured or state, not '" + row.text(3, "kind") + "'");
            };
        } catch (IllegalArgumentException e) {
            throw row.bad(String.valueOf(e.getMessage()));
        }
    }

    private static double finite(CsvRow row) throws BadInput {
        double value = row.number(4, "value");
        if (!Double.isFinite(value)) throw row.bad("a measured value is a finite number");
        return value;
    }

    private static void requireHeader(CsvRow header) throws BadInput {
        if (!header.fields().stream().map(String::strip).toList().equals(HEADER))
            throw header.bad("a recording begins with the line " + String.join(",", HEADER));
    }
}
