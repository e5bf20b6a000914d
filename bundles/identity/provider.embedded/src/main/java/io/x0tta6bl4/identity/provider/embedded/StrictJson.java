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
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
        String text = text(octets);
        try (var reader = READERS.createReader(new StringReader(text))) {
            JsonObject object = reader.readObject();
            end(text);
            return object;
        } catch (RuntimeException e) {
            // The parser has exceptions of its own, and plain ones for what is nested too deeply.
            throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
        }
    }

    /** A reader of octets would put a sign of its own in the place of what is none, and two documents would read the same. */
    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is no text in UTF-8", e);
        }
    }

    /** The reader knows the strategy for names but not the end of the text, the parser the other way round. */
    private static void end(String text) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
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

    /** A number without a fraction, when it is one of a sensible size. */
    static Optional<Long> whole(JsonObject object, String name) {
        // Only of one of a sensible size are the zeros at the end looked at.
        return number(object, name)
                .filter(size -> object.getJsonNumber(name)
                                .bigDecimalValue()
                                .stripTrailingZeros()
                                .scale()
                        <= 0);
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
