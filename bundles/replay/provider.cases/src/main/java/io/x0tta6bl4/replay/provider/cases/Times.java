package io.x0tta6bl4.replay.provider.cases;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/** Points in time as recordings write them: seconds, milli- or microseconds since 1970, or a date with a time in UTC. */
final class Times {
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");

    private Times() {}

    /** Milliseconds; empty when it is no time. */
    static OptionalLong millis(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) return OptionalLong.empty();
        if (trimmed.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            double number = Double.parseDouble(trimmed);
            if (Math.abs(number) >= 1e17) return OptionalLong.of((long) (number / 1e6));
            if (Math.abs(number) >= 1e14) return OptionalLong.of((long) (number / 1e3));
            return OptionalLong.of((long) (Math.abs(number) >= 1e11 ? number : number * 1e3));
        }
        try {
            if (trimmed.indexOf('T') > 0) {
                boolean zoned = trimmed.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$");
                return OptionalLong.of(
                        Instant.parse(zoned ? trimmed : trimmed + "Z").toEpochMilli());
            }
            String plain = trimmed.length() > 19 ? trimmed.substring(0, 19) : trimmed;
            return OptionalLong.of(
                    LocalDateTime.parse(plain, PLAIN).toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
