package io.x0tta6bl4.replay.api;

import java.util.Locale;

/** Words and numbers as JSON has them (RFC 8259). */
final class JsonText {
    private JsonText() {}

    /** Finite numbers as they are, everything else as a string. */
    static String value(Object value) {
        boolean number = value instanceof Number n && Double.isFinite(n.doubleValue());
        return number ? value.toString() : of(String.valueOf(value));
    }

    static String of(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c)) json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }
}
