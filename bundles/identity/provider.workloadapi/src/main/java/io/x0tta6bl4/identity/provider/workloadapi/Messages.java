package io.x0tta6bl4.identity.provider.workloadapi;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.X509Svid;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The messages of {@code workloadapi.proto}, written and read field by field: they are few, and their numbers never change. */
final class Messages {
    private Messages() {}

    /** Writes the fields of one message. */
    @FunctionalInterface
    private interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Body body) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    /** {@code X509SVIDResponse}. */
    static byte[] x509Svids(List<X509Svid> svids, byte[] bundle, Map<String, byte[]> federated) {
        return message(out -> {
            for (X509Svid svid : svids) out.writeByteArray(1, x509Svid(svid, bundle));
            for (var entry : federated.entrySet()) out.writeByteArray(3, entry(entry));
        });
    }

    private static byte[] x509Svid(X509Svid svid, byte[] bundle) {
        return message(out -> {
            out.writeString(1, svid.id().toString());
            out.writeByteArray(2, Der.joined(svid.chain()));
            out.writeByteArray(3, svid.key().getEncoded());
            out.writeByteArray(4, bundle);
        });
    }

    /** {@code X509BundlesResponse}, whose map has the number 2. */
    static byte[] x509Bundles(Map<String, byte[]> bundles) {
        return message(out -> {
            for (var entry : bundles.entrySet()) out.writeByteArray(2, entry(entry));
        });
    }

    /** {@code JWTBundlesResponse}, whose map has the number 1. */
    static byte[] jwtBundles(Map<String, byte[]> bundles) {
        return message(out -> {
            for (var entry : bundles.entrySet()) out.writeByteArray(1, entry(entry));
        });
    }

    private static byte[] entry(Map.Entry<String, byte[]> entry) {
        return message(out -> {
            out.writeString(1, entry.getKey());
            out.writeByteArray(2, entry.getValue());
        });
    }

    /** {@code JWTSVIDResponse}. */
    static byte[] jwtSvids(List<JwtSvid> svids) {
        return message(out -> {
            for (JwtSvid svid : svids)
                out.writeByteArray(1, message(inner -> {
                    inner.writeString(1, svid.id().toString());
                    inner.writeString(2, svid.token());
                }));
        });
    }

    /** {@code ValidateJWTSVIDResponse}. */
    static byte[] validated(String id, JsonObject claims) {
        return message(out -> {
            out.writeString(1, id);
            out.writeByteArray(2, struct(claims));
        });
    }

    /** {@code google.protobuf.Struct}. */
    private static byte[] struct(JsonObject object) {
        return message(out -> {
            for (var entry : object.entrySet())
                out.writeByteArray(1, entry(Map.entry(entry.getKey(), value(entry.getValue()))));
        });
    }

    /** {@code google.protobuf.Value}. */
    private static byte[] value(JsonValue value) {
        return message(out -> {
            switch (value) {
                case JsonNumber number -> out.writeDouble(2, number.doubleValue());
                case JsonString text -> out.writeString(3, text.getString());
                case JsonObject object -> out.writeByteArray(5, struct(object));
                case JsonArray array ->
                    out.writeByteArray(6, message(list -> {
                        for (JsonValue item : array) list.writeByteArray(1, value(item));
                    }));
                default -> {
                    if (value == JsonValue.NULL) out.writeEnum(1, 0);
                    else out.writeBool(4, value == JsonValue.TRUE);
                }
            }
        });
    }

    /** The texts of the fields 1 and 2 of a request; both {@code JWTSVIDRequest} and {@code ValidateJWTSVIDRequest} have no more. */
    record Request(List<String> first, List<String> second) {
        static Request read(byte[] octets) throws IOException {
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            CodedInputStream in = CodedInputStream.newInstance(octets);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                boolean text = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (text && WireFormat.getTagFieldNumber(tag) == 1) first.add(in.readStringRequireUtf8());
                else if (text && WireFormat.getTagFieldNumber(tag) == 2) second.add(in.readStringRequireUtf8());
                else if (!in.skipField(tag)) break;
            }
            return new Request(first, second);
        }

        /** The last one counts, as in every field of proto3 that is not repeated. */
        static String single(List<String> values) {
            return values.isEmpty() ? "" : values.getLast();
        }
    }
}
