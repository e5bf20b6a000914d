package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was complained of: {@code node}, {@code metric} and {@code statistic}, or the minute {@code alarm_time_utc} and how many
 * {@code window_minutes} are looked at from there.
 *
 * @param alert node and measure, where the file names them
 * @param at when the incident begins, in milliseconds, where the file says so
 * @param window how long the incident is looked at
 */
record AlertFile(Optional<Scene.Alert> alert, Optional<Long> at, Duration window) {
    private static final Pattern PAIR =
            Pattern.compile("\\s*\"([^\"\\\\]*)\"\\s*:\\s*(?:\"([^\"\\\\]*)\"|(-?[0-9.eE+-]+|true|false|null))\\s*");
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
        if (time != null) at = Optional.of(Times.millis(time).orElseThrow(() -> BadInput.at(file, 1, "'" + time
                + "' is no time; write it as 2022-08-22 03:53:00")));
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

    /** One flat object of words and numbers. */
    private static Map<String, String> values(Path file, String text) throws BadInput {
        if (!text.startsWith("{") || !text.endsWith("}"))
            throw BadInput.at(file, 1, "the alert is no JSON object: it begins with { and ends with }");
        String inside = text.substring(1, text.length() - 1);
        Map<String, String> values = new HashMap<>();
        Matcher pair = PAIR.matcher(inside);
        int at = 0;
        while (!inside.substring(at).isBlank()) {
            if (!pair.find(at) || pair.start() != at)
                throw BadInput.at(file, lineOf(text, at), "expected \"name\": value, found '" + excerpt(inside, at) + "'");
            String value = pair.group(2) != null ? pair.group(2) : pair.group(3);
            if (!"null".equals(value)) values.put(pair.group(1), value);
            at = pair.end();
            if (at < inside.length() && inside.charAt(at) != ',')
                throw BadInput.at(file, lineOf(text, at), "expected a comma, found '" + excerpt(inside, at) + "'");
            at++;
            if (at > inside.length()) break;
        }
        return values;
    }

    private static String excerpt(String text, int at) {
        String rest = text.substring(at).strip();
        return rest.length() > 30 ? rest.substring(0, 30) + "…" : rest;
    }

    private static long lineOf(String text, int at) {
        return 1 + text.substring(0, Math.min(text.length(), at + 1)).chars().filter(c -> c == '\n').count();
    }
}
