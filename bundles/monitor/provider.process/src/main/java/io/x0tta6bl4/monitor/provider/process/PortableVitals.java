package io.x0tta6bl4.monitor.provider.process;

import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_FILES;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_MEMORY;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_SCHEDULING;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_THREADS;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the JDK alone can tell; the rest is absent, and says so. */
final class PortableVitals implements Vitals {
    private static final Reading UNREADABLE = new Reading.Absent("not readable on this operating system");
    private static final Map<String, Reading> READINGS = Map.of(
            PROCESS_MEMORY, UNREADABLE,
            PROCESS_THREADS, UNREADABLE,
            PROCESS_FILES, UNREADABLE,
            PROCESS_SCHEDULING, UNREADABLE);

    @Override
    public Optional<Look> look(long pid) {
        return ProcessHandle.of(pid).map(handle -> {
            ProcessHandle.Info info = handle.info();
            long mark = info.startInstant().orElse(Instant.EPOCH).toEpochMilli();
            return new Look(mark, !handle.isAlive(), info.totalCpuDuration().orElse(Duration.ZERO), READINGS);
        });
    }
}
