package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.monitor.api.Sensor;
import java.time.InstantSource;

/** Lets a scene drive the real monitor by hand. */
public final class SnapshotMonitorAccess {
    private SnapshotMonitorAccess() {}

    public static SnapshotMonitor at(InstantSource clock) {
        return new SnapshotMonitor(clock);
    }

    public static void bind(SnapshotMonitor monitor, Sensor sensor) {
        monitor.take(sensor);
    }

    public static void watch(SnapshotMonitor monitor, Model model) {
        monitor.watch(model);
        monitor.settle();
    }

    public static void accept(SnapshotMonitor monitor, Observation observation) {
        monitor.accept(observation);
    }
}
