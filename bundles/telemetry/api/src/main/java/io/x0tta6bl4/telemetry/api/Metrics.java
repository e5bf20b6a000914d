package io.x0tta6bl4.telemetry.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The metrics of all sources together. */
@ProviderType
public interface Metrics {
    /** Series that one metric may have; what is more is left out and counted in {@code x0.telemetry.series.dropped}. */
    int SERIES = 1_000;

    /** Every metric that a source of this node declares, by name. */
    List<Metric> catalogue();

    /** All series now, by metric. A source that fails is left out and counted. */
    List<Sample> collect();

    /** The text that Prometheus reads, in format 0.0.4; with {@code exemplars} that of OpenMetrics 1.0. */
    String exposition(boolean exemplars);
}
