package io.x0tta6bl4.platform.console;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for people: durations, names that were nearly right. */
final class Words {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final int NEAR_LIMIT = 5;

    private Words() {}

    /** Short and rounded: {@code 12 ms}, {@code 3.4 s}, {@code 5 min 10 s}, {@code 3 h 2 min}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 0) return "-" + duration(duration.negated());
        if (millis < 1_000) return millis + " ms";
        if (millis < 60_000) return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        if (millis < 3_600_000) return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    /** Reads {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}, {@code 0} or {@code PT10M}. */
    static Duration parseDuration(String text) {
        if (text.equals("0")) return Duration.ZERO;
        Matcher form = DURATION.matcher(text);
        if (form.matches()) {
            long amount = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            Duration parsed = Duration.parse(text);
            if (!parsed.isNegative()) return parsed;
        } catch (DateTimeParseException e) {
            // Said below, in words.
        }
        throw new CommandFailed("'" + text + "' is no duration; use for example 90s, 10m, 2h, or 0 to end it");
    }

    /** Says that there is no such thing, and which names are near. */
    static CommandFailed unknown(String what, String given, Collection<String> known, String list) {
        List<String> near = near(given, known);
        return new CommandFailed("There is no " + what + " '" + given + "'"
                + (near.isEmpty() ? "; " : "; near: " + String.join(", ", near) + "; ")
                + "all are listed by " + list);
    }

    /** Names that contain the given one, or differ from it in few letters, nearest first. */
    static List<String> near(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        record Scored(String name, int distance) {}
        return known.stream()
                .map(name -> new Scored(name, score(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(scored -> scored.distance() <= Math.max(2, wanted.length() / 3))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(NEAR_LIMIT)
                .map(Scored::name)
                .toList();
    }

    private static int score(String given, String name) {
        return given.length() >= 2 && (name.contains(given) || given.contains(name)) ? 1 : distance(given, name);
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j < before.length; j++) before[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
