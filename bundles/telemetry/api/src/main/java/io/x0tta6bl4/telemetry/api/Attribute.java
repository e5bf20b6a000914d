package io.x0tta6bl4.telemetry.api;

/**
 * A fact about a span.
 *
 * @param key a name of the OpenTelemetry semantic conventions where there is one, else one that begins with {@code x0.}
 * @param value a text, a long, a double or a boolean
 */
public record Attribute(String key, Object value) {
    public Attribute {
        if (key.isBlank()) throw new IllegalArgumentException("an attribute has a key");
        if (!(value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean))
            throw new IllegalArgumentException(key + " is a " + value.getClass().getName()
                    + "; an attribute is a text, a long, a double or a boolean");
    }

    public static Attribute of(String key, String value) {
        return new Attribute(key, value);
    }

    public static Attribute of(String key, long value) {
        return new Attribute(key, value);
    }

    public static Attribute of(String key, double value) {
        return new Attribute(key, value);
    }

    public static Attribute of(String key, boolean value) {
        return new Attribute(key, value);
    }
}
