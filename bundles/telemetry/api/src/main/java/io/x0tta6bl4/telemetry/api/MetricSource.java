package io.x0tta6bl4.telemetry.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whoever has numbers registers one as a service; it is asked whenever somebody collects. The numbers are kept where they come
 * about, so counting costs no call of telemetry, and a swap of telemetry loses none.
 */
@ConsumerType
public interface MetricSource {

    /** What it can say, always the same. */
    List<Metric> metrics();

    /** The numbers now, within 100 ms. A series whose value is not known is left out. */
    List<Sample> samples();
}
