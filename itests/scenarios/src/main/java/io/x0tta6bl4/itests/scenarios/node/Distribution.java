package io.x0tta6bl4.itests.scenarios.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The product as it is shipped: a directory with {@code bin/x0} in it.
 *
 * @param home the directory, absolute
 */
public record Distribution(Path home) {
    public Distribution {
        home = home.toAbsolutePath().normalize();
        if (!Files.isExecutable(home.resolve("bin/x0")))
            throw new IllegalArgumentException("no distribution at " + home + ": bin/x0 is not there; build it with"
                    + " 'mvn verify' or name another directory with -Dx0.dist=DIR");
    }

    /** The distribution that the property {@code x0.dist} names. */
    public static Distribution fromProperty() {
        String named = System.getProperty("x0.dist");
        if (named == null || named.isBlank())
            throw new IllegalArgumentException("no distribution named: start with -Dx0.dist=DIR");
        return new Distribution(Path.of(named));
    }

    /** The launcher script with arguments. */
    public List<String> x0(String... arguments) {
        return Stream.concat(Stream.of(home.resolve("bin/x0").toString()), Stream.of(arguments))
                .toList();
    }

    /** The jar of one of its bundles, by symbolic name. */
    public Path jar(String symbolicName) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> isJarOf(file.getFileName().toString(), symbolicName))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar of " + symbolicName + " below " + home));
        }
    }

    private static boolean isJarOf(String file, String symbolicName) {
        return file.startsWith(symbolicName + "-")
                && file.endsWith(".jar")
                && Character.isDigit(file.charAt(symbolicName.length() + 1));
    }
}
