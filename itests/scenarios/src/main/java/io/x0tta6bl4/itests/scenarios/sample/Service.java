package io.x0tta6bl4.itests.scenarios.sample;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One service of the sample system, seen from outside.
 *
 * @param calls the service it needs; none for a leaf
 * @param configuration the file it reads
 */
public record Service(String name, int port, Optional<String> calls, Path configuration) {
    private static final Duration LIMIT = Duration.ofMillis(250);

    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    public URI health() {
        return address().resolve("health");
    }

    /** The processes that run as this service now, by their arguments. */
    public Set<Long> pids() {
        return Pids.withArgument(String.valueOf(port));
    }

    /** Its process id, when exactly one process runs as it. */
    public long pid() {
        Set<Long> pids = pids();
        return Pids.only(pids)
                .orElseThrow(() -> new IllegalStateException(
                        "expected one process of " + name + " on port " + port + ", found " + pids));
    }

    /** Asks the service itself. */
    public HttpProbe.Seen ask() {
        return new HttpProbe(health(), LIMIT).ask();
    }

    public boolean serves() {
        return ask().ok();
    }
}
