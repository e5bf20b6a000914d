package io.x0tta6bl4.telemetry.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What is counted or measured.
 *
 * @param name dotted, lower case, as OpenTelemetry names metrics, for example {@code x0.loop.tick.duration}
 * @param type how values of it come about
 * @param unit in UCUM: {@code s}, {@code By}, {@code 1}, or what is counted in braces, {@code {action}}
 * @param description one sentence
 * @param labels names of its labels in order, at most 8
 */
public record Metric(String name, Type type, String unit, String description, List<String> labels) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LABELS = 8;

    /** How values of a metric come about. */
    public enum Type {
        /** Grows only, from when the node started. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Values by size. */
        HISTOGRAM
    }

    public Metric {
        Objects.requireNonNull(type, "type");
        labels = List.copyOf(labels);
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException("'" + name + "' is no name of a metric: dotted words in lower case");
        if (unit.isBlank() || description.isBlank())
            throw new IllegalArgumentException(name + " needs a unit and a description");
        if (labels.size() > LABELS || !labels.stream().allMatch(label -> label.matches("[a-z][a-z0-9_.]*")))
            throw new IllegalArgumentException(
                    name + " has labels " + labels + "; at most " + LABELS + ", in lower case");
    }

    public static Metric counter(String name, String unit, String description, String... labels) {
        return new Metric(name, Type.COUNTER, unit, description, List.of(labels));
    }

    public static Metric gauge(String name, String unit, String description, String... labels) {
        return new Metric(name, Type.GAUGE, unit, description, List.of(labels));
    }

    public static Metric histogram(String name, String unit, String description, String... labels) {
        return new Metric(name, Type.HISTOGRAM, unit, description, List.of(labels));
    }
}
