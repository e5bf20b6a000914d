package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Call;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What measurements alone would blame, noted beside what the rules found when an incident opens. It decides nothing. Five
 * minutes of rows of one second are kept, of 1,000 signals at most; a ranking runs beside the tick, one at a time.
 */
final class Considered {
    private static final Logger LOG = LoggerFactory.getLogger(Considered.class);
    private static final int ROWS = 300;
    private static final int SINCE = 10;
    private static final int LEAST_BEFORE = 60;
    private static final int MOST_SIGNALS = 1_000;
    private static final int SHOWN = 3;

    private static final class Ring {
        final ElementId element;
        final String signal;
        final double[] values = new double[ROWS];
        long last;

        Ring(ElementId element, String signal, long row) {
            this.element = element;
            this.signal = signal;
            this.last = row - ROWS;
            put(row, Double.NaN);
        }

        void put(long row, double value) {
            for (long i = Math.max(last + 1, row - ROWS + 1); i <= row; i++)
                values[Math.floorMod(i, ROWS)] = Double.NaN;
            last = Math.max(last, row);
            if (row > last - ROWS) values[Math.floorMod(row, ROWS)] = value;
        }

        double[] rows(long from, long to) {
            double[] found = new double[(int) (to - from)];
            for (long i = from; i < to; i++)
                found[(int) (i - from)] = i <= last && i > last - ROWS ? values[Math.floorMod(i, ROWS)] : Double.NaN;
            return found;
        }
    }

    private final Phases phases;
    private final Chronicle chronicle;
    private final Executor beside;
    private final Map<String, Ring> rings = new TreeMap<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile String last = "";
    private long first = -1;
    private long row;

    Considered(Phases phases, Chronicle chronicle, Executor beside) {
        this.phases = phases;
        this.chronicle = chronicle;
        this.beside = beside;
    }

    /** Keeps the measurements of a tick. */
    void take(Snapshot snapshot) {
        row = snapshot.at().getEpochSecond();
        if (first < 0) first = row;
        for (Observation observation : snapshot.arrived()) {
            if (observation.quality() != Quality.GOOD) continue;
            if (!(observation.reading() instanceof Reading.Measured measured)) continue;
            String key = observation.element() + "\n" + observation.signal();
            if (!rings.containsKey(key) && rings.size() >= MOST_SIGNALS) continue;
            rings.computeIfAbsent(key, k -> new Ring(observation.element(), observation.signal(), row))
                    .put(observation.at().getEpochSecond(), percent(measured));
        }
        rings.values().removeIf(ring -> ring.last < row - ROWS);
    }

    /** Notes what measurements say, if they were kept for long enough and somebody can rank them. */
    void tell(String incident, ElementId root, Model model) {
        if (!phases.ranker.present() || !busy.compareAndSet(false, true)) return;
        Optional<Scene> scene = scene(model);
        if (scene.isEmpty()) {
            busy.set(false);
            return;
        }
        beside.execute(() -> {
            try {
                phases.ranker
                        .callIfPresent(ranker -> ranker.rank(scene.get()))
                        .ifPresent(ranking ->
                                chronicle.write(new JournalRecord.Noted(incident, root, noted(ranking, root))));
            } catch (RuntimeException e) {
                LOG.warn("Nothing was considered by measurements for {}: {}", incident, e.toString());
            } finally {
                busy.set(false);
            }
        });
    }

    private Optional<Scene> scene(Model model) {
        long from = Math.max(first, row - ROWS + 1);
        long since = row - SINCE + 1;
        if (since - from < LEAST_BEFORE) return Optional.empty();
        Set<String> nodes = new TreeSet<>();
        Set<Call> calls = new HashSet<>();
        for (Element element : model.elements()) {
            nodes.add(element.id().value());
            for (ElementId on : model.dependencies(element.id()))
                calls.add(new Call(element.id().value(), on.value()));
        }
        List<Track> tracks = new ArrayList<>();
        for (Ring ring : rings.values()) {
            double[] before = ring.rows(from, since);
            if (Arrays.stream(before).allMatch(Double::isNaN)) continue;
            tracks.add(new Track(
                    ring.element.value(),
                    Optional.empty(),
                    measure(ring.signal),
                    ring.signal,
                    before,
                    ring.rows(since, row + 1)));
        }
        return Optional.of(new Scene(nodes, calls, tracks, Optional.empty(), true, Scene.Traffic.none()));
    }

    /** Shares are counted in percent, so that what is too little to matter is the same for all. */
    private static double percent(Reading.Measured measured) {
        return measured.unit().equals("1") ? 100 * measured.value() : measured.value();
    }

    private static Measure measure(String signal) {
        if (signal.endsWith(".latency")) return Measure.SERVING_LATENCY;
        if (signal.startsWith("process.") || signal.startsWith("host.")) return Measure.UTILISATION;
        return Measure.ACTIVITY;
    }

    private String noted(Ranking ranking, ElementId root) {
        String agreement = ranking.causes().isEmpty()
                ? ""
                : ranking.causes().getFirst().node().equals(root.value())
                        ? "; the same cause"
                        : "; another cause than " + root;
        String said = words(ranking) + agreement;
        last = "for " + root + ": " + said;
        return said;
    }

    /** What it said last, in a sentence. */
    String words() {
        String what = "ranking by measurements (in shadow): ";
        if (!phases.ranker.present()) return what + "nobody ranks; the feature analyze.ranking is not there";
        return what + rings.size() + " signals of the last " + ROWS + " s are kept; "
                + (last.isEmpty() ? "no incident was ranked yet" : "last " + last);
    }

    private static String words(Ranking ranking) {
        if (ranking.causes().isEmpty()) return "measurements alone name no cause: " + ranking.explanation();
        List<String> shown = ranking.causes().stream()
                .limit(SHOWN)
                .map(c -> String.format(
                        Locale.ROOT,
                        "%s %.2f%s",
                        c.node(),
                        c.confidence(),
                        c.evidence().isEmpty() ? "" : " (" + c.evidence().getFirst() + ")"))
                .toList();
        return "also considered, by measurements alone: " + String.join("; ", shown);
    }
}
