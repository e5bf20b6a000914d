package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the description of a process and looks whether it could be started from here. */
final class ProcessReader {
    private final Surroundings surroundings;
    private final Problems problems;

    ProcessReader(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Optional<Subject> read(Values values) {
        int before = problems.errorCount();
        Optional<Path> directory = directory(values);
        List<String> command = values.list("command", String.class);
        directory.ifPresent(path -> command(values, command, path));
        List<Path> configuration =
                directory.map(path -> configuration(values, path)).orElse(List.of());
        if (!values.clean() || problems.errorCount() > before) return Optional.empty();
        return Optional.of(new Subject.Process(
                command,
                directory.orElseThrow(),
                environment(values),
                configuration,
                Restart.valueOf(
                        values.get("restart", "always").replace('-', '_').toUpperCase(Locale.ROOT)),
                values.get("start-limit", Duration.ofSeconds(30)),
                values.get("stop-limit", Duration.ofSeconds(10))));
    }

    private Optional<Path> directory(Values values) {
        return path(surroundings.base(), values.get("directory", "."), values.placeOf("directory"), "directory")
                .filter(path -> {
                    boolean there = Files.isDirectory(path);
                    if (!there) problems.error(values.placeOf("directory"), "directory: " + path + " is no directory");
                    return there;
                });
    }

    private void command(Values values, List<String> command, Path directory) {
        if (!values.has("command")) return;
        Place place = values.placeOf("command");
        if (command.isEmpty()) problems.error(place, "command: the list is empty; a process needs a program");
        else
            surroundings
                    .program(command.getFirst(), directory)
                    .ifPresent(wrong -> problems.error(place, "command: " + wrong));
        for (String word : command)
            if (word.indexOf('\0') >= 0) problems.error(place, "command: a word holds the character U+0000");
    }

    private List<Path> configuration(Values values, Path directory) {
        List<Path> result = new ArrayList<>();
        for (Given item : values.items("configuration")) {
            Optional<Path> path = path(directory, (String) item.value(), item.place(), "configuration");
            path.filter(result::contains)
                    .ifPresent(twice ->
                            problems.error(item.place(), "configuration: '" + item.value() + "' is there twice"));
            path.filter(Files::notExists)
                    .ifPresent(missing -> problems.warn(item.place(), "configuration: " + missing + " does not exist"));
            path.ifPresent(result::add);
        }
        return result;
    }

    private Optional<Path> path(Path directory, String text, Place place, String name) {
        try {
            return Optional.of(Surroundings.path(directory, text));
        } catch (IllegalArgumentException e) {
            problems.error(place, name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, String> environment(Values values) {
        Map<String, String> result = new HashMap<>();
        values.named("environment").forEach((name, given) -> result.put(name, (String) given.value()));
        return result;
    }
}
