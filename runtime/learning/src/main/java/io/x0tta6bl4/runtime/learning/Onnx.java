package io.x0tta6bl4.runtime.learning;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The protocol buffers of an ONNX model, as far as a small network needs them. Same calls, same bytes. */
final class Onnx {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Message graph = new Message();
    private final Map<String, String> notes = new TreeMap<>();
    private int nodes;

    /** One message of the wire format. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] content) {
            varint((long) field << 3 | 2);
            varint(content.length);
            bytes.writeBytes(content);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message inner) {
            return bytes(field, inner.bytes.toByteArray());
        }
    }

    /** Something a node of the graph is told besides its inputs: a number or a text. */
    record Attribute(String name, Object value) {}

    Onnx input(String name, boolean whole, Object... shape) {
        graph.message(11, port(name, whole, shape));
        return this;
    }

    Onnx output(String name, boolean whole, Object... shape) {
        graph.message(12, port(name, whole, shape));
        return this;
    }

    private static Message port(String name, boolean whole, Object... shape) {
        Message dimensions = new Message();
        for (Object dimension : shape)
            dimensions.message(
                    1,
                    dimension instanceof Integer number
                            ? new Message().number(1, number)
                            : new Message().text(2, dimension.toString()));
        Message tensor = new Message().number(1, whole ? INT64 : FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A constant of 32 bit numbers. */
    Onnx constant(String name, double[] values, int from, int rows, int columns) {
        ByteBuffer raw = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * columns; i++) raw.putFloat((float) values[from + i]);
        Message tensor = new Message();
        if (rows > 1) tensor.number(1, rows);
        graph.message(
                5, tensor.number(1, columns).number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return this;
    }

    Onnx whole(String name, long value) {
        byte[] raw = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        graph.message(
                5, new Message().number(1, 1).number(2, INT64).text(8, name).bytes(9, raw));
        return this;
    }

    Onnx node(String operator, List<String> inputs, String output, Attribute... attributes) {
        Message node = new Message();
        for (String input : inputs) node.text(1, input);
        node.text(2, output).text(3, operator + "_" + nodes++).text(4, operator);
        for (Attribute attribute : attributes) {
            Message inner = new Message().text(1, attribute.name());
            if (attribute.value() instanceof Integer number)
                inner.number(3, number).number(20, 2);
            else inner.text(4, attribute.value().toString()).number(20, 3);
            node.message(5, inner);
        }
        graph.message(1, node);
        return this;
    }

    /** Where the model comes from, kept in the file. */
    Onnx note(String key, String value) {
        notes.put(key, value);
        return this;
    }

    byte[] model(String name) {
        graph.text(2, name);
        Message model = new Message().number(1, 8).text(2, "x0tta6bl4").message(7, graph);
        model.message(8, new Message().text(1, "").number(2, 17));
        notes.forEach(
                (key, value) -> model.message(14, new Message().text(1, key).text(2, value)));
        return model.bytes.toByteArray();
    }
}
