package io.x0tta6bl4.runtime.launcher;

import java.nio.file.Path;

/** Where an artifact lies in a repository of Maven's layout: {@code group:artifact[:type[:classifier]]:version}. */
record Coordinates(String group, String artifact, String type, String classifier, String version) {

    static Coordinates parse(String id) {
        String[] parts = id.split(":", -1);
        for (String part : parts) {
            if (part.isBlank() || part.contains("/") || part.contains("..")) {
                throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
            }
        }
        return switch (parts.length) {
            case 3 -> new Coordinates(parts[0], parts[1], "jar", "", parts[2]);
            case 4 -> new Coordinates(parts[0], parts[1], parts[2], "", parts[3]);
            case 5 -> new Coordinates(parts[0], parts[1], parts[2], parts[3], parts[4]);
            default -> throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
        };
    }

    Path path() {
        String suffix = classifier.isEmpty() ? "" : "-" + classifier;
        return Path.of(group.replace('.', '/'), artifact, version, artifact + "-" + version + suffix + "." + type);
    }

    /** Written out, because the node asks for it before anything else runs, and the JVM would make it of classes of its own. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Coordinates that
                && artifact.equals(that.artifact)
                && version.equals(that.version)
                && group.equals(that.group)
                && type.equals(that.type)
                && classifier.equals(that.classifier);
    }

    @Override
    public int hashCode() {
        return 31 * artifact.hashCode() + version.hashCode();
    }

    @Override
    public String toString() {
        String middle = type.equals("jar") && classifier.isEmpty() ? "" : ":" + type;
        return group + ":" + artifact + middle + (classifier.isEmpty() ? "" : ":" + classifier) + ":" + version;
    }
}
