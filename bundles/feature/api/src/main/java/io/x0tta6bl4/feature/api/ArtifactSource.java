package io.x0tta6bl4.feature.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A place that artifacts are fetched from by their Maven coordinates, beyond the directories of this machine. */
@ConsumerType
public interface ArtifactSource {

    /** The places that are asked, as words for a person who misses an artifact. */
    String places();

    /**
     * Fetches an artifact to this machine; its checksum was verified.
     *
     * @param coordinates {@code group:artifact[:type[:classifier]]:version}
     * @param offline asks no place but the cache of this machine
     * @return the file, empty when no place has it
     * @throws IOException when a place could not be asked; the message names it
     */
    Optional<Path> fetch(String coordinates, boolean offline) throws IOException;
}
