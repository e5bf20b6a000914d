package io.x0tta6bl4.itests.scenarios.evidence;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file that a published number can be traced back to: command, commit, environment, what was measured, raw samples. */
public final class Evidence {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private final String name;
    private final String command;
    private final Instant began = Instant.now();
    private final JsonObject environment = Environment.now();
    private final Map<String, JsonValue> parts = new LinkedHashMap<>();

    /**
     * @param name first part of the file's name, for example {@code demo}
     * @param command what a person types to get such a file again
     */
    public Evidence(String name, String command) {
        this.name = name;
        this.command = command;
    }

    /** Adds a part under a name; the same name again replaces it. */
    public Evidence with(String part, JsonValue value) {
        parts.put(part, value);
        return this;
    }

    /** Adds a sentence. */
    public Evidence with(String part, String value) {
        return with(part, Json.createValue(value));
    }

    /** The whole as JSON. */
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("command", command)
                .add("began", began.truncatedTo(ChronoUnit.MILLIS).toString())
                .add("seconds", Math.round((Instant.now().toEpochMilli() - began.toEpochMilli()) / 100.0) / 10.0)
                .add("environment", environment);
        Environment.commit().forEach(json::add);
        Environment.loadAverage().ifPresent(load -> json.add("load_average_at_end", load));
        parts.forEach(json::add);
        return json.build();
    }

    /** Writes it below {@code evidence/} of the current directory, or where the property {@code x0.evidence} says. */
    public Path write() throws IOException {
        Path directory = Path.of(System.getProperty("x0.evidence", "evidence"));
        Files.createDirectories(directory);
        Path file = directory.resolve(name + "-" + STAMP.format(began) + ".json");
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var out = Files.newBufferedWriter(file);
                JsonWriter writer = pretty.createWriter(out)) {
            writer.write(json());
        }
        return file;
    }
}
