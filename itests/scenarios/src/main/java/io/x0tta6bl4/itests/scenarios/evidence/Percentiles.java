package io.x0tta6bl4.itests.scenarios.evidence;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A sample and its percentiles by the nearest-rank method: every figure it gives was measured, none is interpolated.
 *
 * @param samples in ascending order
 * @param unit of the samples, for example {@code ms}
 */
public record Percentiles(List<Double> samples, String unit) {
    public Percentiles {
        samples = samples.stream().sorted().toList();
    }

    /** The smallest sample that at least {@code percent} of all samples do not exceed; none without samples. */
    public OptionalDouble at(double percent) {
        if (!(percent > 0 && percent <= 100)) throw new IllegalArgumentException("no percentile " + percent);
        if (samples.isEmpty()) return OptionalDouble.empty();
        int rank = (int) Math.ceil(percent / 100 * samples.size());
        return OptionalDouble.of(samples.get(Math.max(1, rank) - 1));
    }

    /** N, percentiles and the raw samples. */
    public JsonObject json() {
        var json = Json.createObjectBuilder().add("unit", unit).add("n", samples.size());
        at(50).ifPresent(value -> json.add("p50", round(value)));
        at(95).ifPresent(value -> json.add("p95", round(value)));
        at(99).ifPresent(value -> json.add("p99", round(value)));
        at(100).ifPresent(value -> json.add("max", round(value)));
        var raw = Json.createArrayBuilder();
        samples.forEach(sample -> raw.add(round(sample)));
        return json.add("samples", raw).build();
    }

    /** One line for people. */
    public String words() {
        if (samples.isEmpty()) return "no sample";
        return "p50 %.0f  p95 %.0f  p99 %.0f  max %.0f %s  (n=%d)"
                .formatted(value(50), value(95), value(99), value(100), unit, samples.size());
    }

    private double value(double percent) {
        return at(percent).orElseThrow();
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
