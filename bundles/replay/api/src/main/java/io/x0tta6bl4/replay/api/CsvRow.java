package io.x0tta6bl4.replay.api;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of a CSV file, with the place it stands at.
 *
 * @param file the file
 * @param line the line it begins on, from 1
 * @param fields as written, quotes taken off
 */
public record CsvRow(Path file, long line, List<String> fields) {
    /** What Java reads as a number and nobody else does: {@code 1d}, {@code 2F}, {@code 0x1p3}. */
    private static final Pattern JAVA_ONLY = Pattern.compile("^[-+]?0[xX]|[0-9.][dDfF]$");

    public CsvRow {
        fields = List.copyOf(fields);
    }

    /** A field as text. */
    public String text(int column, String name) throws BadInput {
        if (column >= fields.size())
            throw bad("there is no column '" + name + "': the row has " + fields.size() + " fields");
        return fields.get(column);
    }

    /** A field as a number; what is no number is refused, NaN and infinity come back as they are. */
    public double number(int column, String name) throws BadInput {
        String text = text(column, name).strip();
        try {
            if (JAVA_ONLY.matcher(text).find()) throw bad("'" + name + "' is '" + text + "', and that is no number");
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return switch (text.toLowerCase(java.util.Locale.ROOT)) {
                case "", "nan", "null", "none", "na" -> Double.NaN;
                case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw bad("'" + name + "' is '" + text + "', and that is no number");
            };
        }
    }

    /** A complaint about this row. */
    public BadInput bad(String message) {
        return BadInput.at(file, line, message);
    }
}
