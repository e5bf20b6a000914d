package io.x0tta6bl4.replay.provider.heartbeats;

import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The heartbeats of a file in order of time; a file that is not in order is put in order, and it is said how many rows were not.
 *
 * @param beats in order of time, of one moment in order of the file
 * @param disordered rows that stood behind a later one
 */
record Beats(List<Beat> beats, int disordered) {
    /** More rows than this are refused: the file is held in memory. */
    static final int MOST = 10_000_000;

    private static final double LATEST = 1e15;

    record Beat(String link, long millis) {}

    static Beats read(Path file) throws BadInput {
        List<Beat> beats = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        int disordered = 0;
        long latest = Long.MIN_VALUE;
        try (CsvReader csv = new CsvReader(file)) {
            CsvRow header = csv.header();
            int link = column(header, "link");
            int arrival = column(header, "arrival_ms");
            for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
                if (beats.size() == MOST) throw row.get().bad("more than " + MOST + " heartbeats are too many");
                Beat beat = beat(row.get(), link, arrival, names);
                if (beat.millis < latest) disordered++;
                latest = Math.max(latest, beat.millis);
                beats.add(beat);
            }
        }
        if (beats.isEmpty()) throw BadInput.at(file, 1, "there is no heartbeat in the file");
        if (disordered > 0) beats.sort(Comparator.comparingLong(Beat::millis));
        return new Beats(beats, disordered);
    }

    private static Beat beat(CsvRow row, int link, int arrival, Map<String, String> names) throws BadInput {
        String name = row.text(link, "link").strip();
        if (name.isEmpty()) throw row.bad("the heartbeat names no link");
        double millis = row.number(arrival, "arrival_ms");
        if (!(Math.abs(millis) <= LATEST))
            throw row.bad("arrival_ms is '" + row.text(arrival, "arrival_ms") + "', and that is no time");
        return new Beat(names.computeIfAbsent(name, n -> n), (long) millis);
    }

    private static int column(CsvRow header, String name) throws BadInput {
        for (int i = 0; i < header.fields().size(); i++)
            if (header.fields().get(i).strip().toLowerCase(Locale.ROOT).equals(name)) return i;
        throw header.bad("there is no column '" + name + "': a heartbeat file has link,arrival_ms");
    }
}
