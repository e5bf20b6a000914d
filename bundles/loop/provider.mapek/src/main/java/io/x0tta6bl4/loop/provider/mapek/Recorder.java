package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was observed, for {@code x0 replay recording}: a file for each day, of rows as they arrived, and beside them the
 * watch file. It records while the directory has the file {@code on}, so that a restart goes on recording. Bounded: a file ends
 * at 256 MB, and {@value #DAYS} files are kept.
 */
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final String HEADER = "timestamp,element,signal,kind,value,unit,sensor\n";
    private static final String ON = "on";
    private static final int DAYS = 31;
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final Optional<Path> directory;
    private final Optional<Path> watch;
    private @Nullable BufferedWriter out;
    private @Nullable LocalDate day;
    private long bytes;
    private long revision = -1;
    private boolean on;
    private String trouble = "";

    /** @param directory where recordings lie; empty: there is no place for them; @param watch the watch file in force */
    Recorder(Optional<Path> directory, Optional<Path> watch) {
        this.directory = directory;
        this.watch = watch;
        this.on = directory.filter(d -> Files.exists(d.resolve(ON))).isPresent();
    }

    /** Begins or ends recording; says what came of it. */
    String record(boolean wanted) {
        Path there = directory.orElseThrow(() -> new IllegalStateException("this node has no data directory"));
        try {
            if (wanted) {
                Files.createDirectories(there);
                Files.writeString(there.resolve(ON), "");
            } else Files.deleteIfExists(there.resolve(ON));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write to " + there + ": " + e, e);
        }
        on = wanted;
        if (!wanted) close();
        return wanted
                ? "Observations are recorded to " + there + "; loop:record off ends it."
                : "Nothing is recorded any more; what was recorded stays in " + there + ".";
    }

    /** Writes what arrived in a tick. A disk that fails ends the recording and is told once; it never stops the loop. */
    void take(Snapshot snapshot) {
        if (!on || directory.isEmpty()) return;
        try {
            LocalDate today = LocalDate.ofInstant(snapshot.at(), ZoneOffset.UTC);
            if (!today.equals(day) || out == null) open(directory.get(), today);
            if (snapshot.model().revision() != revision)
                keepWatch(directory.get(), snapshot.model().revision());
            if (bytes < MOST_BYTES) write(snapshot);
        } catch (IOException e) {
            on = false;
            trouble = "recording ended: " + e;
            LOG.error("What is observed is recorded no more: {}", e.toString());
            close();
        }
    }

    /** Why it stopped by itself; empty when it did not. */
    String trouble() {
        return trouble;
    }

    private void open(Path there, LocalDate today) throws IOException {
        close();
        Path file = there.resolve(today + ".csv");
        bytes = Files.exists(file) ? Files.size(file) : 0;
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        day = today;
        if (bytes == 0) line(HEADER);
        List<Path> old;
        try (Stream<Path> files = Files.list(there)) {
            old = files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
        }
        for (int i = 0; i < old.size() - DAYS; i++) Files.delete(old.get(i));
    }

    private void keepWatch(Path there, long now) throws IOException {
        if (watch.isPresent() && Files.isRegularFile(watch.get()))
            Files.copy(watch.get(), there.resolve("watch.yaml"), StandardCopyOption.REPLACE_EXISTING);
        revision = now;
    }

    private void write(Snapshot snapshot) throws IOException {
        for (Observation o : snapshot.arrived()) {
            if (o.quality() != Quality.GOOD) continue;
            switch (o.reading()) {
                case Reading.Measured m -> row(snapshot, o, "measured", Double.toString(m.value()), m.unit());
                case Reading.State s -> row(snapshot, o, "state", s.value(), "");
                case Reading.Absent _ -> {}
            }
        }
        if (out != null) out.flush();
    }

    private void row(Snapshot snapshot, Observation o, String kind, String value, String unit) throws IOException {
        line(snapshot.at() + "," + field(o.element().value()) + "," + field(o.signal()) + "," + kind + ","
                + field(value) + "," + field(unit) + "," + field(o.sensor()) + "\n");
    }

    private void line(String text) throws IOException {
        if (out == null) return;
        out.write(text);
        bytes += text.length();
    }

    /** RFC 4180. */
    private static String field(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    void close() {
        if (out == null) return;
        try {
            out.close();
        } catch (IOException e) {
            LOG.warn("The last rows of a recording were not written: {}", e.toString());
        }
        out = null;
    }
}
