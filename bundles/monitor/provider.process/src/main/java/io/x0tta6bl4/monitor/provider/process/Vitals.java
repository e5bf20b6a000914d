package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the operating system tells about a process without asking the process. */
interface Vitals {

    /**
     * One look at a process.
     *
     * @param mark differs between two processes that had the same number one after the other
     * @param ended whether it has ended and only waits to be collected
     * @param processorTime used since it began
     * @param readings by signal, without the share of the processor
     */
    record Look(long mark, boolean ended, Duration processorTime, Map<String, Reading> readings) {
        public Look {
            readings = Map.copyOf(readings);
        }
    }

    /** Looks at the process now; empty when there is none of this number. */
    Optional<Look> look(long pid);

    /** Those of this platform. */
    static Vitals ofThisPlatform() {
        return LinuxVitals.available() ? new LinuxVitals() : new PortableVitals();
    }
}
