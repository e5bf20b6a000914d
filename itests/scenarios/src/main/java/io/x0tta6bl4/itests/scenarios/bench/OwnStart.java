package io.x0tta6bl4.itests.scenarios.bench;

import io.x0tta6bl4.itests.scenarios.sample.Ports;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.io.IOException;
import java.time.Duration;

/** How long a service takes to start by itself: from the fork to its first good answer, without the node. */
record OwnStart(SampleSystem system) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Starts the same command on another port, measures, and ends it. */
    Duration of(String name) throws IOException, InterruptedException {
        Service same = system.service(name);
        Service twin = new Service(same.name(), Ports.free(), same.calls(), same.configuration());
        long start = System.nanoTime();
        Process process = new ProcessBuilder(system.command(twin))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!Waiting.until(twin::serves, LIMIT, Duration.ofMillis(2)))
                throw new IOException(name + " did not start by itself within " + LIMIT.toSeconds() + " s");
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
