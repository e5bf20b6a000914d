package io.x0tta6bl4.identity.provider.embedded;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** JSON of strangers: one object, no name twice, numbers of a size that can be reckoned with. */
final class StrictJson {
    private static final int DEPTH = 32;
    private static final int DIGITS = 32;
    private static final Map<String, Object> SETTINGS =
            Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE, "org.eclipse.parsson.maxDepth", DEPTH);
    private static final JsonReaderFactory READERS = Json.createReaderFactory(SETTINGS);
    private static final JsonParserFactory PARSERS = Json.createParserFactory(SETTINGS);

    private StrictJson() {}

    /** @throws IllegalArgumentException when it is no such object */
    static JsonObject object(byte[] octets) {
        try (var reader = READERS.createReader(new ByteArrayInputStream(octets), StandardCharsets.UTF_8)) {
            JsonObject object = reader.readObject();
            end(octets);
            return object;
        } catch (RuntimeException e) {
            // The parser has exceptions of its own, and plain ones for what is nested too deeply.
            throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
        }
    }

    /** The reader knows the strategy for names but not the end of the text, the parser the other way round. */
    private static void end(byte[] octets) {
        try (JsonParser parser = PARSERS.createParser(new ByteArrayInputStream(octets), StandardCharsets.UTF_8)) {
            if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT)
                throw new IllegalArgumentException("it does not begin as one");
            // Not skipObject: of an object without an end it never returns.
            parser.getObject();
            if (parser.hasNext()) throw new IllegalArgumentException("something follows it");
        }
    }

    static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** A number without its fraction, when it is one of a sensible size. */
    static Optional<Long> number(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (!(value instanceof JsonNumber number)) return Optional.empty();
        BigDecimal decimal = number.bigDecimalValue();
        if (decimal.precision() > DIGITS || Math.abs(decimal.scale()) > DIGITS) return Optional.empty();
        return decimal.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(decimal.longValue());
    }
}
