package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.replay.api.BadInput;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was complained of: {@code node}, {@code metric} and {@code statistic}, or the minute {@code alarm_time_utc} and how many
 * {@code window_minutes} are looked at from there.
 *
 * @param alert node and measure, where the file names them
 * @param at when the incident begins, in milliseconds, where the file says so
 * @param window how long the incident is looked at
 */
record AlertFile(Optional<Scene.Alert> alert, Optional<Long> at, Duration window) {
    private static final Duration USUAL = Duration.ofMinutes(5);

    static AlertFile read(Path file) throws BadInput {
        Map<String, String> values = values(file, text(file));
        Optional<Scene.Alert> alert = Optional.empty();
        if (values.containsKey("node")) {
            String metric = values.get("metric");
            if (metric == null) throw BadInput.at(file, 1, "the alert names a node and no metric");
            alert = Optional.of(new Scene.Alert(
                    values.get("node"), Vocabulary.measure(metric), values.getOrDefault("statistic", "")));
        }
        Optional<Long> at = Optional.empty();
        String time = values.getOrDefault("alarm_time_utc", values.get("alarm_time"));
        if (time != null)
            at = Optional.of(Times.millis(time)
                    .orElseThrow(
                            () -> BadInput.at(file, 1, "'" + time + "' is no time; write it as 2022-08-22 03:53:00")));
        if (alert.isEmpty() && at.isEmpty())
            throw BadInput.at(file, 1, "the alert needs a node with a metric, or alarm_time_utc");
        return new AlertFile(alert, at, window(file, values));
    }

    private static Duration window(Path file, Map<String, String> values) throws BadInput {
        String minutes = values.get("window_minutes");
        if (minutes == null) return USUAL;
        try {
            long millis = Math.round(Double.parseDouble(minutes) * 60_000);
            if (millis > 0 && millis <= Duration.ofDays(7).toMillis()) return Duration.ofMillis(millis);
        } catch (NumberFormatException e) {
            throw BadInput.at(file, 1, "window_minutes is '" + minutes + "', and that is no number");
        }
        throw BadInput.at(file, 1, "window_minutes is " + minutes + "; more than 0 and up to 7 days is possible");
    }

    private static String text(Path file) throws BadInput {
        try {
            if (Files.size(file) > 64 * 1024) throw BadInput.at(file, 1, "an alert is at most 64 KiB long");
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadInput(file + " cannot be read: " + e);
        }
    }

    /** The words and numbers of the object; what else it holds is passed over. */
    private static Map<String, String> values(Path file, String text) throws BadInput {
        Map<String, String> values = new HashMap<>();
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            reader.readObject().forEach((name, value) -> {
                if (value instanceof JsonString word) values.put(name, word.getString());
                if (value instanceof JsonNumber number) values.put(name, number.toString());
            });
            return values;
        } catch (JsonParsingException e) {
            throw BadInput.at(file, e.getLocation().getLineNumber(), "the alert is no JSON object: " + e.getMessage());
        } catch (JsonException e) {
            throw BadInput.at(file, 1, "the alert is no JSON object: " + e.getMessage());
        }
    }
}
