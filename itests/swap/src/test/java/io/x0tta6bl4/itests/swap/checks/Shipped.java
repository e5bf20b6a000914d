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

    /** Whether the feature of this provider says that old and new cannot run at once. */
    static boolean stopFirst(String provider) {
        return texts().stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.contains(":" + provider + ":") && line.contains("\"x0-stop-first\": true"));
    }

    /** How a feature swaps this provider. */
    static How byFeature(String provider) {
        return stopFirst(provider) ? How.STOP_FIRST : How.START_FIRST;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
