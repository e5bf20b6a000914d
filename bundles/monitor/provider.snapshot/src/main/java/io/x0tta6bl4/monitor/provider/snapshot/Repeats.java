package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often in a row an instrument of one element has said exactly the same; the instruments of an element form a short chain. */
final class Repeats {
    private final String signal;
    private final String sensor;
    private final @Nullable Repeats next;
    private double value;
    private int count;

    Repeats(String signal, String sensor, @Nullable Repeats next) {
        this.signal = signal;
        this.sensor = sensor;
        this.next = next;
    }

    /** The instrument of that signal and sensor in the chain; null when it is not there. */
    static @Nullable Repeats find(@Nullable Repeats first, String signal, String sensor) {
        Repeats at = first;
        while (at != null && !(at.signal.equals(signal) && at.sensor.equals(sensor))) at = at.next;
        return at;
    }

    static String name(String signal, String sensor) {
        return signal + '@' + sensor;
    }

    /** All of a chain; its names are the same as those of its members. */
    static Map<String, Repeats> byName(@Nullable Repeats first) {
        Map<String, Repeats> all = new HashMap<>();
        for (Repeats at = first; at != null; at = at.next) all.put(name(at.signal, at.sensor), at);
        return all;
    }

    static void save(NotesWriter out, @Nullable Repeats first) {
        List<Repeats> chain = new ArrayList<>();
        for (Repeats at = first; at != null; at = at.next) chain.addFirst(at);
        out.each(chain, r -> out.text(r.signal).text(r.sensor).real(r.value).count(r.count));
    }

    static @Nullable Repeats restore(NotesReader in) {
        int length = in.count();
        Repeats last = null;
        for (int i = 0; i < length; i++) {
            Repeats read = new Repeats(in.text(), in.text(), last);
            read.value = in.real();
            read.count = in.count();
            last = read;
        }
        return last;
    }

    /** Takes the next value and returns how often it has come in a row, with this time. */
    int count(double now) {
        count = count > 0 && value == now ? count + 1 : 1;
        value = now;
        return count;
    }
}
