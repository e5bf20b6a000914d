package io.x0tta6bl4.knowledge.provider.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads quantities with their units; each method says in its exception what is wrong. */
final class Units {
    static final String DURATION = "a number with ms, s, m, h or d, for example 250ms";
    static final String BYTES = "a number with B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, for example 512MiB";
    static final String SHARE = "a percentage or a number from 0 to 1, for example 80% or 0.8";
    static final String FORM_DURATION = "^[0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h|d)$";

    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?([A-Za-z%]*)");
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Map<String, Long> NANOS = Map.of(
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final Map<String, Double> BYTE_UNITS = Map.of(
            "B", 1.0, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB",
            0x1p40);

    private Units() {}

    /** A duration from a nanosecond to a year. */
    static Duration duration(String text) {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) throw new IllegalArgumentException("'" + text + "' is no duration");
        Long unit = NANOS.get(quantity.group(2));
        if (unit == null) throw unit(text, quantity.group(2), "duration");
        BigDecimal nanos = new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.compareTo(BigDecimal.ONE) < 0)
            throw new IllegalArgumentException("'" + text + "' is not longer than zero");
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toSeconds()).movePointRight(9)) > 0)
            throw new IllegalArgumentException("'" + text + "' is longer than a year");
        return Duration.ofNanos(nanos.longValue());
    }

    static double bytes(String text) {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) throw new IllegalArgumentException("'" + text + "' is no number of bytes");
        Double unit = BYTE_UNITS.get(quantity.group(2));
        if (unit == null) throw unit(text, quantity.group(2), "number of bytes");
        return Double.parseDouble(quantity.group(1)) * unit;
    }

    /** A percentage or a plain number, as a part of 1; it may be above 1. */
    static double portion(String text) {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) throw new IllegalArgumentException("'" + text + "' is no percentage");
        double number = Double.parseDouble(quantity.group(1));
        return switch (quantity.group(2)) {
            case "" -> number;
            case "%" -> number / 100;
            default -> throw unit(text, quantity.group(2), "percentage");
        };
    }

    /** A part of 1, from 0 to 1. */
    static double share(String text) {
        double share = portion(text);
        if (share <= 1) return share;
        String hint = share <= 100 && !text.endsWith("%") ? "; did you mean " + text + "%?" : "";
        throw new IllegalArgumentException("'" + text + "' is more than the whole" + hint);
    }

    static double number(String text) {
        try {
            if (text.length() <= 32 && text.matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?"))
                return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no number");
    }

    private static IllegalArgumentException unit(String text, String unit, String what) {
        String why = unit.isEmpty() ? "has no unit" : "has the unit '" + unit + "', which is none of a " + what;
        return new IllegalArgumentException("'" + text + "' " + why);
    }
}
