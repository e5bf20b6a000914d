package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import java.io.IOException;
import java.time.Instant;

/** {@code SIGSTOP}: the process lives and does not answer; over when it or its successor does. */
public final class HangFault implements Fault {
    private final SampleSystem system;
    private final Service victim;
    private volatile long stopped;

    public HangFault(SampleSystem system, String victim) {
        this.system = system;
        this.victim = system.service(victim);
    }

    @Override
    public String target() {
        return victim.name();
    }

    @Override
    public String what() {
        return "SIGSTOP of " + victim.name();
    }

    @Override
    public Instant inject() throws IOException, InterruptedException {
        stopped = victim.pid();
        Instant before = Instant.now();
        Pids.signal("STOP", stopped);
        return before;
    }

    /** The process that was stopped. */
    public long stopped() {
        return stopped;
    }

    @Override
    public boolean over() {
        return victim.serves() && system.frontDoor().ask().ok();
    }
}
