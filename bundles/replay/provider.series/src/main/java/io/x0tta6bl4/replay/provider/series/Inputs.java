package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CSV files of an input: a directory, or the {@code data} directory in it. */
record Inputs(Path root, List<Path> files) {
    static Inputs of(Path given) throws BadInput {
        if (!Files.isDirectory(given)) throw new BadInput("There is no directory " + given);
        Path data = given.resolve("data");
        Path root = Files.isDirectory(data) ? data : given;
        try (Stream<Path> found = Files.walk(root)) {
            List<Path> files = found.filter(
                            file -> file.getFileName().toString().endsWith(".csv"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) throw new BadInput("There is no .csv file below " + root);
            return new Inputs(root, files);
        } catch (IOException e) {
            throw new BadInput(root + " cannot be read: " + e);
        }
    }

    /** The name of a file below the root, with slashes. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
