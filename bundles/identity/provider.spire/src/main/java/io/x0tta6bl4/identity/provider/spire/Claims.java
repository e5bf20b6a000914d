package io.x0tta6bl4.identity.provider.spire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** {@code google.protobuf.Struct} as JSON. */
final class Claims {
    private static final int DEPTH = 32;
    /** The end of the year 9999: what is beyond is no time. */
    private static final long LATEST = 253_402_300_799L;

    private Claims() {}

    static JsonObject object(byte[] struct) throws IOException {
        return object(struct, 0);
    }

    private static JsonObject object(byte[] struct, int depth) throws IOException {
        if (depth > DEPTH) throw new IOException("claims are nested more than " + DEPTH + " deep");
        JsonObjectBuilder object = Json.createObjectBuilder();
        for (var entry : Wire.map(struct, 1).entrySet()) object.add(entry.getKey(), value(entry.getValue(), depth));
        return object.build();
    }

    private static JsonValue value(byte[] value, int depth) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(value);
        JsonValue found = JsonValue.NULL;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag())
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> in.readEnum();
                case 2 -> found = number(in.readDouble());
                case 3 -> found = Json.createValue(in.readStringRequireUtf8());
                case 4 -> found = in.readBool() ? JsonValue.TRUE : JsonValue.FALSE;
                case 5 -> found = object(in.readByteArray(), depth + 1);
                case 6 -> {
                    JsonArrayBuilder array = Json.createArrayBuilder();
                    for (byte[] item : Wire.all(in.readByteArray(), 1)) {
                        if (depth > DEPTH) throw new IOException("claims are nested more than " + DEPTH + " deep");
                        array.add(value(item, depth + 1));
                    }
                    found = array.build();
                }
                default -> in.skipField(tag);
            }
        return found;
    }

    private static JsonValue number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return whole ? Json.createValue((long) number) : Json.createValue(BigDecimal.valueOf(number));
    }

    /** A claim that is a moment. */
    static Optional<Instant> moment(JsonObject claims, String name) {
        return claims.get(name) instanceof JsonNumber number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= LATEST
                ? Optional.of(Instant.ofEpochSecond(number.longValue()))
                : Optional.empty();
    }
}
