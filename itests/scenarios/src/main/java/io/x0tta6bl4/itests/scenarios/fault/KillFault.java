package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** {@code kill -9}; over when another process answers and the front door serves again. */
public final class KillFault implements Fault {
    private final SampleSystem system;
    private final Service victim;
    private volatile long killed;

    public KillFault(SampleSystem system, String victim) {
        this.system = system;
        this.victim = system.service(victim);
    }

    @Override
    public String target() {
        return victim.name();
    }

    @Override
    public String what() {
        return "kill -9 of " + victim.name();
    }

    @Override
    public Instant inject() throws IOException {
        killed = victim.pid();
        ProcessHandle handle = ProcessHandle.of(killed).orElseThrow();
        Instant before = Instant.now();
        handle.destroyForcibly();
        Pids.awaitEnd(handle, Duration.ofSeconds(2));
        return before;
    }

    @Override
    public boolean over() {
        return victim.serves() && system.frontDoor().ask().ok() && victim.pid() != killed;
    }
}
