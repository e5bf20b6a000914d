package io.x0tta6bl4.knowledge.api.observation;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation.Provenance;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what {@link NotesWriter} wrote, in the same order; what cannot be read is an {@link IllegalArgumentException}. */
public final class NotesReader {
    private final ByteBuffer in;
    private final List<String> texts = new ArrayList<>();

    public NotesReader(byte[] notes) {
        this.in = ByteBuffer.wrap(notes);
    }

    private <T> T take(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the notes end early, after " + in.limit() + " bytes", e);
        }
    }

    public long number() {
        return take(in::getLong);
    }

    public int count() {
        return take(in::getInt);
    }

    public double real() {
        return take(in::getDouble);
    }

    public boolean flag() {
        return take(in::get) != 0;
    }

    public String text() {
        int known = count();
        if (known >= 0) {
            if (known >= texts.size()) throw new IllegalArgumentException("no text " + known + " was written before");
            return texts.get(known);
        }
        String text = new String(bytes(-1 - known), StandardCharsets.UTF_8);
        texts.add(text);
        return text;
    }

    public byte[] bytes() {
        return bytes(count());
    }

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining())
            throw new IllegalArgumentException(length + " bytes go beyond the end");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public <E extends Enum<E>> E name(Class<E> type) {
        return Enum.valueOf(type, text());
    }

    public Instant instant() {
        return Instant.ofEpochSecond(number(), count());
    }

    public <T> Optional<T> maybe(Supplier<T> reading) {
        return flag() ? Optional.of(reading.get()) : Optional.empty();
    }

    public <T> List<T> each(Supplier<T> reading) {
        int size = count();
        if (size < 0 || size > in.remaining())
            throw new IllegalArgumentException(size + " values cannot be in " + in.remaining() + " bytes");
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) values.add(reading.get());
        return values;
    }

    /** Pairs, in their order. */
    public <K, V> Map<K, V> each(Supplier<K> key, Supplier<V> value) {
        Map<K, V> pairs = new LinkedHashMap<>();
        each(() -> pairs.put(key.get(), value.get()) == null);
        return pairs;
    }

    public Observation observation() {
        return new Observation(
                new ElementId(text()),
                text(),
                reading(),
                instant(),
                text(),
                name(Provenance.class),
                name(Quality.class),
                text());
    }

    private Reading reading() {
        String kind = text();
        return switch (kind) {
            case "measured" -> new Reading.Measured(real(), text());
            case "state" -> new Reading.State(text(), text());
            case "absent" -> new Reading.Absent(text());
            default -> throw new IllegalArgumentException("no reading is called " + kind);
        };
    }
}
