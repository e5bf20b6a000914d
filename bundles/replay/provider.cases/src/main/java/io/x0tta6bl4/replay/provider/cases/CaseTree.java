package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The cases below a directory: every directory with an {@code alert.json}, by name. */
final class CaseTree {
    private static final int DEPTH = 6;

    private CaseTree() {}

    static List<Path> of(Path root) throws BadInput {
        if (!Files.isDirectory(root)) throw new BadInput(root + " is no directory; cases are replayed from one");
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            List<Path> cases = files.filter(f -> f.endsWith("alert.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            if (cases.isEmpty())
                throw new BadInput("There is no case in " + root + ": a case is a directory with an alert.json");
            return cases;
        } catch (IOException e) {
            throw new BadInput(root + " cannot be listed: " + e);
        }
    }

    /** Where the cases are: the directory itself, or its directory {@code data} where it has one. */
    static Path root(Path given) {
        Path data = given.resolve("data");
        return Files.isDirectory(data) && !Files.exists(given.resolve("alert.json")) ? data : given;
    }

    /** The name of a case: its path below the root, or the directory's own name when it is the root. */
    static String name(Path root, Path directory) {
        String name = root.relativize(directory).toString().replace('\\', '/');
        return name.isEmpty() ? String.valueOf(directory.getFileName()) : name;
    }
}
