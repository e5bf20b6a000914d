package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads a time: {@code 2014-04-01 00:00:00} (taken for UTC), ISO 8601 with or without an offset, or seconds since 1970. */
final class Timestamps {
    private static final double LARGEST_SECONDS = 9.2e9;

    private Timestamps() {}

    static Instant read(CsvRow row, int column) throws BadInput {
        String text = row.text(column, "timestamp").strip();
        try {
            if (text.indexOf('-', 1) < 0) return seconds(Double.parseDouble(text));
            String iso = text.replace(' ', 'T');
            if (iso.length() == 10) iso += "T00:00";
            boolean offset = iso.endsWith("Z") || iso.indexOf('+', 10) > 0 || iso.indexOf('-', 10) > 0;
            return offset
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            throw row.bad("'" + text + "' is no time: write 2014-04-01 00:00:00, ISO 8601, or seconds since 1970");
        }
    }

    private static Instant seconds(double number) {
        double seconds = Math.abs(number) > LARGEST_SECONDS ? number / 1e3 : number;
        if (!(seconds >= 0 && seconds <= LARGEST_SECONDS)) throw new DateTimeException("out of range");
        return Instant.ofEpochMilli(Math.round(seconds * 1e3));
    }
}
