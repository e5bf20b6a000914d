package io.x0tta6bl4.knowledge.provider.yaml;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the watch file is held against: the directory it stands in and where programs are looked for.
 *
 * @param base absolute
 * @param searchPath value of PATH
 */
record Surroundings(Path base, String searchPath) {

    static Surroundings of(Path base) {
        return new Surroundings(
                base.toAbsolutePath().normalize(), System.getenv().getOrDefault("PATH", ""));
    }

    /** A path of the file, relative to a directory. */
    static Path path(Path directory, String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is no path", e);
        }
    }

    /** What is wrong with a program; empty when it can be started. */
    Optional<String> program(String program, Path directory) {
        if (program.isBlank()) return Optional.of("the program is empty");
        if (program.indexOf(File.separatorChar) < 0) return onSearchPath(program);
        Path path = path(directory, program);
        if (Files.notExists(path))
            return Optional.of("program '" + program + "' is not there: " + path + " does not exist");
        if (!Files.isRegularFile(path)) return Optional.of("program '" + program + "' is no file: " + path);
        if (!Files.isExecutable(path))
            return Optional.of("program '" + program + "' may not be executed; allowed: chmod +x " + path);
        return Optional.empty();
    }

    private Optional<String> onSearchPath(String program) {
        boolean found = Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(directory -> !directory.isBlank())
                .map(directory -> path(base, directory + File.separator + program))
                .anyMatch(path -> Files.isRegularFile(path) && Files.isExecutable(path));
        String help = "; allowed: a program on PATH, an absolute path, or one with / relative to the directory";
        return found
                ? Optional.empty()
                : Optional.of("program '" + program + "' is not on PATH (" + searchPath + ")" + help);
    }
}
