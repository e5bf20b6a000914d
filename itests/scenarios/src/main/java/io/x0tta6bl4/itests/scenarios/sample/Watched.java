package io.x0tta6bl4.itests.scenarios.sample;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process as a watch file describes it.
 *
 * @param health address that must answer 2xx; none when only its end is watched
 * @param every period of the health probe
 * @param timeout of one answer
 * @param dependsOn names of the elements it needs
 * @param configuration files it reads
 */
public record Watched(
        String name,
        List<String> command,
        Optional<URI> health,
        Duration every,
        Duration timeout,
        List<String> dependsOn,
        List<Path> configuration) {
    public Watched {
        command = List.copyOf(command);
        dependsOn = List.copyOf(dependsOn);
        configuration = List.copyOf(configuration);
    }
}
