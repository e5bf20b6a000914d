package io.x0tta6bl4.feature.provider.felix;

import org.osgi.framework.Version;

/** Where an artifact lies in a repository of Maven's layout: {@code group:artifact[:type[:classifier]]:version}. */
record Coordinates(String group, String artifact, String type, String classifier, String version)
        implements Comparable<Coordinates> {

    static Coordinates parse(String id) {
        String[] parts = id.split(":", -1);
        for (String part : parts)
            if (!part.matches("[A-Za-z0-9_.+-]+") || part.contains(".."))
                throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
        return switch (parts.length) {
            case 3 -> new Coordinates(parts[0], parts[1], "jar", "", parts[2]);
            case 4 -> new Coordinates(parts[0], parts[1], parts[2], "", parts[3]);
            case 5 -> new Coordinates(parts[0], parts[1], parts[2], parts[3], parts[4]);
            default -> throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
        };
    }

    /** Its place in a repository. */
    String path() {
        return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + file();
    }

    String file() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + extension();
    }

    String extension() {
        return type.equals("osgifeature") ? "json" : type;
    }

    /** The artifact without its version. */
    String key() {
        return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
    }

    @Override
    public int compareTo(Coordinates other) {
        return compare(version, other.version);
    }

    /** Versions as OSGi orders them, where they can be read so: {@code 1.2-SNAPSHOT} is {@code 1.2.0.SNAPSHOT}. */
    static int compare(String left, String right) {
        return parseVersion(left).compareTo(parseVersion(right));
    }

    private static Version parseVersion(String text) {
        var form = java.util.regex.Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:[.-](.*))?")
                .matcher(text);
        if (!form.matches()) return new Version(0, 0, 0, text.replaceAll("[^A-Za-z0-9_-]", "_"));
        // A snapshot comes before its release, which in OSGi's order has the higher qualifier.
        String qualifier = form.group(4) == null ? "zz" : form.group(4).replaceAll("[^A-Za-z0-9_-]", "_");
        return new Version(number(form.group(1)), number(form.group(2)), number(form.group(3)), qualifier);
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return group + ":" + artifact
                + (type.equals("jar") && classifier.isEmpty() ? "" : ":" + type)
                + (classifier.isEmpty() ? "" : ":" + classifier) + ":" + version;
    }
}
