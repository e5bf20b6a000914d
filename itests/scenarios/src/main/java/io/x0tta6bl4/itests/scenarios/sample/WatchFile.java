package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A watch file in the making: processes, brakes, and where pages go. The one place that knows its format. */
public final class WatchFile {
    private final Map<String, Watched> elements = new LinkedHashMap<>();
    private final Map<String, String> endpoints = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> brakes = new LinkedHashMap<>();
    private final Map<String, List<String>> more = new LinkedHashMap<>();
    private Path pages = Path.of("/nowhere");

    /** Adds an element, or replaces the one of this name. */
    public WatchFile element(Watched element) {
        elements.put(element.name(), element);
        return this;
    }

    /** Adds an address that is asked ten times a second and healed by a hook. */
    public WatchFile endpoint(String name, URI health, URI hook) {
        endpoints.put(
                name,
                "  " + name + ":\n    endpoint: {}\n    probes:\n      - http: " + quoted(health.toString())
                        + "\n        every: 100ms\n    hooks: [" + quoted(hook.toString()) + "]\n");
        return this;
    }

    /** Adds a certificate in a file, which the node renews as an SVID when nobody else did. */
    public WatchFile certificate(String name, Path file, String svid) {
        endpoints.put(
                name,
                "  " + name + ":\n    certificate: { file: " + quoted(file.toString()) + ", svid: " + quoted(svid)
                        + " }\n");
        return this;
    }

    /** More of an element of {@link #element}, in the words of the watch file, a line for each key. */
    public WatchFile more(String element, String... lines) {
        more.put(element, List.of(lines));
        return this;
    }

    public WatchFile without(String element) {
        elements.remove(element);
        return this;
    }

    /** Sets one number of a brake, in the words of the watch file. */
    public WatchFile brake(String brake, String setting, String value) {
        brakes.computeIfAbsent(brake, b -> new LinkedHashMap<>()).put(setting, value);
        return this;
    }

    /** Switches a brake off. */
    public WatchFile off(String brake) {
        return brake(brake, "on", "false");
    }

    /** Grants the effectors every privilege but these. */
    public WatchFile withhold(List<String> privileges) {
        List<String> granted =
                new ArrayList<>(List.of("process.start", "process.stop", "process.restart", "process.kill"));
        granted.addAll(List.of("bundle.restart", "bundle.refresh", "bundle.roll-back", "component.restart"));
        granted.addAll(List.of("configuration.restore", "identity.renew", "hook.call", "page"));
        granted.removeAll(privileges);
        return brake("privileges", "granted", "[" + String.join(", ", granted) + "]");
    }

    /** Where pages are appended. */
    public WatchFile pages(Path file) {
        this.pages = file;
        return this;
    }

    /** The brakes as they were set, for the record. */
    public Map<String, Map<String, String>> brakes() {
        return brakes;
    }

    /** The whole file. */
    public String text() {
        var text = new StringBuilder("elements:\n");
        elements.values().forEach(element -> {
            append(text, element);
            more.getOrDefault(element.name(), List.of())
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        });
        endpoints.values().forEach(text::append);
        text.append("pages:\n  - file: ").append(quoted(pages.toString())).append('\n');
        if (!brakes.isEmpty()) text.append("brakes:\n");
        brakes.forEach((brake, settings) -> {
            text.append("  ").append(brake).append(":\n");
            settings.forEach((key, value) ->
                    text.append("    ").append(key).append(": ").append(value).append('\n'));
        });
        return text.toString();
    }

    /** Writes it as a whole: a reader sees the old file or the new one, never half of it. */
    public void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text());
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void append(StringBuilder text, Watched element) {
        text.append("  ").append(element.name()).append(":\n    process:\n      command: ");
        text.append(list(element.command())).append('\n');
        if (!element.configuration().isEmpty())
            text.append("      configuration: ")
                    .append(list(
                            element.configuration().stream().map(Path::toString).toList()))
                    .append('\n');
        element.health()
                .ifPresent(url -> text.append("    probes:\n      - http: ")
                        .append(quoted(url.toString()))
                        .append("\n        every: ")
                        .append(milliseconds(element.every()))
                        .append("\n        timeout: ")
                        .append(milliseconds(element.timeout()))
                        .append('\n'));
        if (!element.dependsOn().isEmpty())
            text.append("    depends-on: [")
                    .append(String.join(", ", element.dependsOn()))
                    .append("]\n");
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(WatchFile::quoted).toList()) + "]";
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
