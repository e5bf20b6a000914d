package io.x0tta6bl4.itests.swap.checks;

import io.x0tta6bl4.itests.swap.How;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The features as they are shipped. */
final class Shipped {
    private static final Path FEATURES = Path.of("../../features/src/main/features");

    private Shipped() {}

    static List<String> texts() {
        try (Stream<Path> files = Files.list(FEATURES)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .map(Shipped::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a feature swaps this provider. */
    static How byFeature(String provider) {
        if (says(provider, "x0-waits")) return How.WAITING;
        return says(provider, "x0-stop-first") ? How.STOP_FIRST : How.START_FIRST;
    }

    private static boolean says(String provider, String what) {
        return texts().stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.contains(":" + provider + ":") && line.contains("\"" + what + "\": true"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
