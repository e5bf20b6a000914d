package io.x0tta6bl4.feature.provider.maven;

import java.io.IOException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Reads {@code group:artifact[:type[:classifier]]:version}. */
final class MavenCoordinates {
    private MavenCoordinates() {}

    static Artifact artifact(String coordinates) throws IOException {
        String[] parts = coordinates.split(":", -1);
        return switch (parts.length) {
            case 3 -> new DefaultArtifact(parts[0], parts[1], "", "jar", parts[2]);
            case 4 -> new DefaultArtifact(parts[0], parts[1], "", extension(parts[2]), parts[3]);
            case 5 -> new DefaultArtifact(parts[0], parts[1], parts[3], extension(parts[2]), parts[4]);
            default ->
                throw new IOException(
                        "'" + coordinates + "' is not of the form group:artifact[:type[:classifier]]:version");
        };
    }

    /** A feature of type {@code osgifeature} lies in a repository as JSON. */
    private static String extension(String type) {
        return type.equals("osgifeature") ? "json" : type;
    }
}
