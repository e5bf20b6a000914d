package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.replay.provider.cases.Recording.Signal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What only ever grows, as Prometheus and OpenTelemetry count, says something by its growth: a counter becomes its rate a second,
 * and a sum with the count of what was summed up becomes a mean.
 */
final class Counters {
    private static final Pattern NAME = Pattern.compile("(.*)_(total|count|sum)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUM = Pattern.compile("(.*)_sum", Pattern.CASE_INSENSITIVE);
    private static final int LEAST = 10;

    private Counters() {}

    /** The same recording, with rates and means in place of what counts; the recording itself where nothing does. */
    static Recording rates(Recording recording) {
        if (recording.values().keySet().stream().noneMatch(signal -> counts(recording, signal))) return recording;
        Recording rates = new Recording();
        recording.moments().forEach(rates::moment);
        recording.values().forEach((signal, series) -> {
            if (!counts(recording, signal)) rates.series(signal).putAll(series);
            else if (!mean(recording, signal, rates))
                rates.series(called(signal)).putAll(rate(series));
        });
        return rates;
    }

    private static boolean counts(Recording recording, Signal signal) {
        return NAME.matcher(signal.name()).matches() && grows(recording.values().getOrDefault(signal, new TreeMap<>()));
    }

    /** It rises, and falls at most in one step of fifty, as at a restart. */
    private static boolean grows(NavigableMap<Long, Double> series) {
        int steps = 0;
        int falls = 0;
        int rises = 0;
        double last = Double.NaN;
        for (double value : series.values()) {
            if (!Double.isFinite(value)) continue;
            if (value < 0) return false;
            if (value > last) rises++;
            if (value < last) falls++;
            last = value;
            steps++;
        }
        return steps >= LEAST && rises > 0 && falls * 50 <= steps;
    }

    /** How many were timed is a number of calls, whatever was timed. */
    private static Signal called(Signal signal) {
        boolean count = signal.name().toLowerCase(java.util.Locale.ROOT).endsWith("_count");
        boolean timed = signal.measure() == Measure.SERVING_LATENCY || signal.measure() == Measure.CALLING_LATENCY;
        return count && timed ? new Signal(signal.node(), signal.peer(), Measure.CALLS, signal.name()) : signal;
    }

    private static boolean mean(Recording recording, Signal signal, Recording into) {
        Matcher sum = SUM.matcher(signal.name());
        if (!sum.matches()) return false;
        Signal count = new Signal(signal.node(), signal.peer(), signal.measure(), sum.group(1) + "_count");
        if (!counts(recording, count)) return false;
        Signal mean = new Signal(signal.node(), signal.peer(), signal.measure(), sum.group(1) + " mean");
        NavigableMap<Long, Double> much = rate(recording.values().get(signal));
        NavigableMap<Long, Double> many = rate(recording.values().get(count));
        much.forEach((at, value) -> {
            double calls = many.getOrDefault(at, 0.0);
            if (calls > 0) into.series(mean).put(at, value / calls);
        });
        return true;
    }

    /** Growth a second since the value before; after a restart nothing is known of it. */
    private static NavigableMap<Long, Double> rate(NavigableMap<Long, Double> series) {
        NavigableMap<Long, Double> rates = new TreeMap<>();
        Map.Entry<Long, Double> last = null;
        for (Map.Entry<Long, Double> now : series.entrySet()) {
            if (!Double.isFinite(now.getValue())) continue;
            if (last != null && now.getValue() >= last.getValue())
                rates.put(now.getKey(), (now.getValue() - last.getValue()) * 1e3 / (now.getKey() - last.getKey()));
            last = now;
        }
        return rates;
    }
}
