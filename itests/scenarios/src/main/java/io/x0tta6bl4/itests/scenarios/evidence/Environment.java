package io.x0tta6bl4.itests.scenarios.evidence;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where a measurement was made, as far as this machine tells; what it does not tell is left out. */
final class Environment {
    private Environment() {}

    static JsonObject now() {
        var json = Json.createObjectBuilder()
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .add("architecture", System.getProperty("os.arch"))
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        procLine("/proc/cpuinfo", "model name").ifPresent(model -> json.add("processor", model));
        procLine("/proc/meminfo", "MemTotal").ifPresent(memory -> json.add("memory", memory));
        loadAverage().ifPresent(load -> json.add("load_average", load));
        return json.build();
    }

    /** The commit of the checkout it is run in, and whether tracked files differ from it. */
    static Map<String, String> commit() {
        Map<String, String> found = new LinkedHashMap<>();
        git("rev-parse", "HEAD").ifPresent(head -> found.put("commit", head));
        git("status", "--porcelain", "--untracked-files=no")
                .ifPresent(changes -> found.put("working_tree", changes.isEmpty() ? "clean" : "changed"));
        if (!found.containsKey("commit")) found.put("commit_absent", "not run inside a git checkout");
        return found;
    }

    static Optional<Double> loadAverage() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? Optional.empty() : Optional.of(Math.round(load * 100) / 100.0);
    }

    private static Optional<String> procLine(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> git(String... arguments) {
        try {
            var command = new java.util.ArrayList<>(java.util.List.of("git"));
            command.addAll(java.util.List.of(arguments));
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? Optional.of(out) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
