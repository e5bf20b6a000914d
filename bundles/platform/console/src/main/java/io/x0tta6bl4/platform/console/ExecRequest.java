package io.x0tta6bl4.platform.console;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What a client asks for.
 *
 * @param command one line of the console
 * @param columns width of the client's terminal, 0 when it has none
 * @param colour whether it shows colours
 * @param patient whether the client waits for work that takes long
 */
record ExecRequest(String command, int columns, boolean colour, boolean patient) {
    static final int SIZE_LIMIT = 64 * 1024;

    /** Reads four bytes length (big-endian) and that many bytes of JSON. */
    static ExecRequest read(ReadableByteChannel channel) throws IOException {
        int length = fill(channel, Integer.BYTES).getInt();
        if (length < 2 || length > SIZE_LIMIT)
            throw new CommandFailed("a request has 2 to " + SIZE_LIMIT + " bytes, this one says " + length);
        return parse(StandardCharsets.UTF_8.decode(fill(channel, length)).toString());
    }

    private static ByteBuffer fill(ReadableByteChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) if (channel.read(buffer) < 0) throw new EOFException("the request ends early");
        return buffer.flip();
    }

    private static ExecRequest parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            String command = json.getString("command", "");
            if (command.isBlank()) throw new CommandFailed("the request has no \"command\"");
            return new ExecRequest(
                    command,
                    json.getInt("columns", 0),
                    json.getBoolean("color", false),
                    json.getBoolean("patient", false));
        } catch (JsonException | ClassCastException e) {
            throw new CommandFailed("the request is no JSON object with command, columns, color: " + e.getMessage());
        }
    }
}
