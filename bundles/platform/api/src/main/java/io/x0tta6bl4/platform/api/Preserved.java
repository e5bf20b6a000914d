package io.x0tta6bl4.platform.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * State in the data directory that changes while it is read, so that only its owner can copy it. A backup asks each service of
 * this type, and copies all else of the data directory itself.
 */
public interface Preserved {
    /** Names directly in the data directory that are this service's alone; nobody else copies anything below them. */
    Set<String> owns();

    /**
     * Writes a copy as of one moment below a directory, under the same names as in the data directory, while the service goes on.
     *
     * @param target exists and is empty
     * @return what was copied, in words for the operator, with the last number or digest by which it can be compared
     * @throws IOException when the copy could not be made; what lies in the target then means nothing
     */
    String copyTo(Path target) throws IOException;
}
