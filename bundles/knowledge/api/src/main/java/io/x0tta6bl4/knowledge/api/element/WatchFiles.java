package io.x0tta6bl4.knowledge.api.element;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Reads watch files that are not in force, for whoever wants to know what would come of them. */
@ProviderType
public interface WatchFiles {

    /**
     * The configured elements and the policy of a file.
     *
     * @throws IllegalArgumentException when the file is refused, with everything that is wrong in it
     */
    Model read(Path file);
}
