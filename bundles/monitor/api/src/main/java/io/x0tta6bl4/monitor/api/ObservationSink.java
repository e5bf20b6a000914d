package io.x0tta6bl4.monitor.api;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import org.osgi.annotation.versioning.ProviderType;

/** Takes observations from any thread and never blocks; what is over the budget is counted and shed. */
@ProviderType
@FunctionalInterface
public interface ObservationSink {
    void accept(Observation observation);
}
