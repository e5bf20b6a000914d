package io.x0tta6bl4.telemetry.api;

import java.util.List;
import java.util.Objects;

/** One series of a metric at one moment. */
public sealed interface Sample {
    Metric metric();

    /** Values of the metric's labels, in their order. */
    List<String> labels();

    /** A number; one that is unknown is left out, never zero. */
    record Number(Metric metric, List<String> labels, double value) implements Sample {
        public Number {
            labels = checked(metric, labels);
            if (metric.type() == Metric.Type.HISTOGRAM)
                throw new IllegalArgumentException(metric.name() + " is a histogram, not a number");
        }
    }

    /** The values so far of a histogram. */
    record Distribution(Metric metric, List<String> labels, Histogram.State state) implements Sample {
        public Distribution {
            labels = checked(metric, labels);
            Objects.requireNonNull(state, "state");
            if (metric.type() != Metric.Type.HISTOGRAM)
                throw new IllegalArgumentException(metric.name() + " is no histogram");
        }
    }

    static Sample of(Metric metric, double value, String... labels) {
        return new Number(metric, List.of(labels), value);
    }

    static Sample of(Metric metric, Histogram histogram, String... labels) {
        return new Distribution(metric, List.of(labels), histogram.state());
    }

    private static List<String> checked(Metric metric, List<String> labels) {
        if (labels.size() != metric.labels().size())
            throw new IllegalArgumentException(
                    metric.name() + " has the labels " + metric.labels() + ", not " + labels);
        return List.copyOf(labels);
    }
}
