package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;

/** The licence that billing asks for at its start is gone and billing is killed: nothing the node may do heals that. */
public final class LostLicence implements Fault {
    private final SampleSystem system;
    private final Service billing;

    public LostLicence(SampleSystem system) {
        this.system = system;
        this.billing = system.service("billing");
    }

    @Override
    public String target() {
        return billing.name();
    }

    @Override
    public String what() {
        return "the licence of billing is taken away and billing is killed";
    }

    @Override
    public Instant inject() throws IOException {
        ProcessHandle running = ProcessHandle.of(billing.pid()).orElseThrow();
        Instant before = Instant.now();
        Files.delete(system.licence());
        running.destroyForcibly();
        return before;
    }

    @Override
    public boolean over() {
        return billing.serves();
    }
}
