package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.sample.Digest;
import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;

/**
 * A change of the configuration with which the service ends right after each start, brought in as a deployment does: write
 * the file, then end the process so that it starts with it. Over when the old content is back and the service serves.
 */
public final class BadConfigurationFault implements Fault {
    private final SampleSystem system;
    private final Service victim;
    private final String good;

    public BadConfigurationFault(SampleSystem system, String victim) throws IOException {
        this.system = system;
        this.victim = system.service(victim);
        this.good = Digest.of(this.victim.configuration());
    }

    @Override
    public String target() {
        return victim.name();
    }

    @Override
    public String what() {
        return "a bad line in " + victim.configuration().getFileName() + ", and " + victim.name()
                + " is made to take it";
    }

    @Override
    public Instant inject() throws IOException {
        ProcessHandle running = ProcessHandle.of(victim.pid()).orElseThrow();
        Files.writeString(victim.configuration(), SampleSystem.badConfiguration(victim.name()));
        running.destroy();
        return Pids.awaitEnd(running, Duration.ofSeconds(5));
    }

    /** Whether the file is what it was before, by its digest. */
    public boolean restored() throws IOException {
        return Digest.of(victim.configuration()).equals(good);
    }

    @Override
    public boolean over() throws IOException {
        return restored() && victim.serves() && system.frontDoor().ask().ok();
    }
}
