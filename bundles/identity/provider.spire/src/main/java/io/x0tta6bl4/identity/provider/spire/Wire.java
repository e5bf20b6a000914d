package io.x0tta6bl4.identity.provider.spire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of {@code workloadapi.proto} field by field; fields that are not known are skipped, as protobuf demands. */
final class Wire {
    /** More fields of one message are not read. */
    private static final int FIELD_LIMIT = 10_000;

    private Wire() {}

    /** One field that has a length; numbers are not in the messages that are read here. */
    record Field(int number, byte[] octets) {
        String text() throws IOException {
            ByteString text = ByteString.copyFrom(octets);
            if (!text.isValidUtf8()) throw new IOException("a text is no UTF-8");
            return text.toStringUtf8();
        }
    }

    static List<Field> fields(byte[] message) throws IOException {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (fields.size() >= FIELD_LIMIT)
                throw new IOException("a message has more than " + FIELD_LIMIT + " fields");
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED)
                fields.add(new Field(WireFormat.getTagFieldNumber(tag), in.readByteArray()));
            else if (!in.skipField(tag)) throw new IOException("a group ends that did not begin");
        }
        return fields;
    }

    /** The values of a field, in order. */
    static List<byte[]> all(byte[] message, int number) throws IOException {
        return fields(message).stream()
                .filter(field -> field.number() == number)
                .map(Field::octets)
                .toList();
    }

    /** The last value of a field, empty when there is none, as in proto3. */
    static byte[] last(byte[] message, int number) throws IOException {
        List<byte[]> values = all(message, number);
        return values.isEmpty() ? new byte[0] : values.getLast();
    }

    static String text(byte[] message, int number) throws IOException {
        return new Field(number, last(message, number)).text();
    }

    /** A map of texts to octets. */
    static Map<String, byte[]> map(byte[] message, int number) throws IOException {
        Map<String, byte[]> map = new LinkedHashMap<>();
        for (byte[] entry : all(message, number)) map.put(text(entry, 1), last(entry, 2));
        return map;
    }

    /** A request that has texts alone. */
    static byte[] request(int firstNumber, Iterable<String> first, int secondNumber, String second) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            for (String text : first) out.writeString(firstNumber, text);
            if (!second.isEmpty()) out.writeString(secondNumber, second);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }
}
