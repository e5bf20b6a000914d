package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import java.util.function.Function;

/** Values that are one string in JSON: names, times, addresses, constants. */
final class Scalars {
    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            String.class, text -> text,
            ElementId.class, ElementId::new,
            Instant.class, Instant::parse,
            Duration.class, Duration::parse,
            LocalTime.class, LocalTime::parse,
            URI.class, URI::create,
            Path.class, Path::of);

    private Scalars() {}

    static boolean knows(Class<?> type) {
        return type.isEnum() || PARSERS.containsKey(type);
    }

    static String text(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    static Object parse(Class<?> type, String text) {
        if (!type.isEnum()) return PARSERS.get(type).apply(text);
        for (Object constant : type.getEnumConstants())
            if (((Enum<?>) constant).name().equals(text)) return constant;
        throw new IllegalArgumentException("'" + text + "' is no " + type.getSimpleName() + " this version knows");
    }
}
