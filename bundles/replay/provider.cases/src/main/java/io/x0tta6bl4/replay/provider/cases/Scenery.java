package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Call;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what is known of a case and lays all measurements on the same rows of time. */
final class Scenery {
    /** Rows before the incident that are taken, at most; a week of minutes is 10,080. */
    private static final int HISTORY = 3_000;

    private static final long USUAL_PERIOD = 60_000;

    private final AlertFile alert;
    private final Set<String> nodes = new TreeSet<>();
    private final Set<Call> calls = new java.util.HashSet<>();
    private final Recording timed = new Recording();
    private Recording normal = new Recording();
    private Recording incident = new Recording();
    private Scene.Traffic traffic = Scene.Traffic.none();

    Scenery(AlertFile alert) {
        this.alert = alert;
    }

    Set<String> nodes() {
        return nodes;
    }

    Set<Call> calls() {
        return calls;
    }

    /** All nodes that are in the graph or measured. */
    Set<String> known() {
        Set<String> known = new TreeSet<>(nodes);
        known.addAll(timed.nodes());
        known.addAll(normal.nodes());
        known.addAll(incident.nodes());
        return known;
    }

    void traffic(Scene.Traffic found) {
        traffic = found;
    }

    /** Measurements whose normal time stands apart from the incident. */
    void apart(Recording normalTime, Recording incidentTime) {
        normal = normalTime;
        incident = incidentTime;
    }

    /** Measurements through which the alert cuts: what is before it is normal, what follows within its window is the incident. */
    void timed(Recording recording) {
        timed.addAll(recording);
    }

    Scene scene() {
        boolean cut = alert.at().isPresent() && !timed.moments().isEmpty();
        if (cut) cut(alert.at().get());
        List<Track> tracks = new ArrayList<>();
        Rows before = Rows.of(normal, HISTORY);
        Rows since = Rows.of(incident, HISTORY);
        Set<Recording.Signal> signals = new TreeSet<>(incident.values().keySet());
        signals.addAll(normal.values().keySet());
        for (Recording.Signal signal : signals) {
            double[] a = before.lay(normal, signal);
            double[] b = since.lay(incident, signal);
            nodes.add(signal.node());
            if (!Arrays.stream(a).anyMatch(Double::isFinite)
                    && !Arrays.stream(b).anyMatch(Double::isFinite)) continue;
            tracks.add(track(signal, a, b));
        }
        calls.forEach(call -> {
            nodes.add(call.caller());
            nodes.add(call.callee());
        });
        return new Scene(nodes, calls, tracks, alert.alert(), cut, traffic);
    }

    private void cut(long at) {
        long until = at + alert.window().toMillis();
        timed.values().forEach((signal, series) -> {
            normal.series(signal).putAll(series.headMap(at, false));
            incident.series(signal).putAll(series.subMap(at, true, until, true));
        });
        for (long moment : timed.moments()) {
            if (moment < at) normal.moment(moment);
            else if (moment <= until) incident.moment(moment);
        }
    }

    /** Shares of a whole are counted in percent, so that one floor fits all. */
    private static Track track(Recording.Signal signal, double[] before, double[] since) {
        Optional<String> peer = signal.peer().isEmpty() ? Optional.empty() : Optional.of(signal.peer());
        if (signal.measure() == Measure.FAILURES) failures(signal.name(), before, since);
        if (signal.measure() == Measure.UTILISATION
                && most(before) <= 1.5
                && most(since) <= 1.5
                && !signal.name().contains("%")) {
            scale(before, 100);
            scale(since, 100);
        }
        return new Track(signal.node(), peer, signal.measure(), signal.name(), before, since);
    }

    /** Shares of calls that failed, 0 to 1, whether the source counts successes or failures, as shares or in percent. */
    private static void failures(String name, double[] before, double[] since) {
        boolean percent = Math.max(most(before), most(since)) > 1.5;
        boolean success = Vocabulary.countsSuccess(name);
        if (percent && (success || Vocabulary.isRate(name))) {
            scale(before, 0.01);
            scale(since, 0.01);
        }
        if (!success) return;
        Arrays.setAll(before, i -> 1 - before[i]);
        Arrays.setAll(since, i -> 1 - since[i]);
    }

    private static double most(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    }

    private static void scale(double[] values, double by) {
        for (int i = 0; i < values.length; i++) values[i] *= by;
    }

    /** The rows of time of one recording: moments that are nearer together than half a period share a row. */
    private record Rows(NavigableMap<Long, Integer> starts, int count) {
        static Rows of(Recording recording, int most) {
            long period = recording.period().orElse(USUAL_PERIOD);
            List<Long> begins = new ArrayList<>();
            for (long moment : recording.moments())
                if (begins.isEmpty() || moment - begins.getLast() > period / 2) begins.add(moment);
            List<Long> latest = begins.subList(Math.max(0, begins.size() - most), begins.size());
            NavigableMap<Long, Integer> starts = new TreeMap<>();
            for (int i = 0; i < latest.size(); i++) starts.put(latest.get(i), i);
            return new Rows(starts, latest.size());
        }

        double[] lay(Recording recording, Recording.Signal signal) {
            double[] row = new double[count];
            Arrays.fill(row, Double.NaN);
            NavigableMap<Long, Double> series = recording.values().get(signal);
            if (series == null) return row;
            series.forEach((at, value) -> {
                Map.Entry<Long, Integer> entry = starts.floorEntry(at);
                if (entry != null && Double.isFinite(value)) row[entry.getValue()] = value;
            });
            return row;
        }
    }
}
