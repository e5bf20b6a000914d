package io.x0tta6bl4.knowledge.api.observation;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a provider remembers for its successor: numbers, texts and observations, to be read in the same order by
 * {@link NotesReader}. A text is written once. Not for what outlives the node.
 */
public final class NotesWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, Integer> texts = new HashMap<>();

    private interface Step {
        void run() throws IOException;
    }

    private NotesWriter put(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public NotesWriter number(long value) {
        return put(() -> out.writeLong(value));
    }

    public NotesWriter count(int value) {
        return put(() -> out.writeInt(value));
    }

    public NotesWriter real(double value) {
        return put(() -> out.writeDouble(value));
    }

    public NotesWriter flag(boolean value) {
        return put(() -> out.writeBoolean(value));
    }

    public NotesWriter text(String value) {
        Integer known = texts.putIfAbsent(value, texts.size());
        if (known != null) return count(known);
        byte[] utf = value.getBytes(StandardCharsets.UTF_8);
        return count(-1 - utf.length).put(() -> out.write(utf));
    }

    /** Notes within these notes. */
    public NotesWriter bytes(byte[] value) {
        return count(value.length).put(() -> out.write(value));
    }

    public NotesWriter name(Enum<?> value) {
        return text(value.name());
    }

    public NotesWriter instant(Instant value) {
        return number(value.getEpochSecond()).count(value.getNano());
    }

    /** A value that may be missing. */
    public <T> NotesWriter maybe(@Nullable T value, Consumer<? super T> writing) {
        flag(value != null);
        if (value != null) writing.accept(value);
        return this;
    }

    public <T> NotesWriter each(Collection<? extends T> values, Consumer<? super T> writing) {
        count(values.size());
        values.forEach(writing);
        return this;
    }

    public NotesWriter observation(Observation value) {
        text(value.element().value()).text(value.signal());
        reading(value.reading());
        return instant(value.at())
                .text(value.sensor())
                .name(value.provenance())
                .name(value.quality())
                .text(value.doubt());
    }

    private void reading(Reading reading) {
        switch (reading) {
            case Reading.Measured measured ->
                text("measured").real(measured.value()).text(measured.unit());
            case Reading.State state -> text("state").text(state.value()).text(state.detail());
            case Reading.Absent absent -> text("absent").text(absent.reason());
        }
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
