package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.Logbook;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What the keeper did, held until the logbook has it: the logbook may have been the patient. */
final class Notes {
    /** The oldest goes first when nobody takes them for long; all of them are in the log anyway. */
    static final int LIMIT = 64;

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private record Note(String about, String what) {}

    private final BundleContext context;
    private final Deque<Note> waiting = new ArrayDeque<>();

    Notes(BundleContext context) {
        this.context = context;
    }

    void add(Ward ward, String what) {
        waiting.addLast(new Note("bundle/" + ward.name(), what));
        while (waiting.size() > LIMIT) waiting.removeFirst();
    }

    /** Hands over what waits, as far as somebody takes it now. */
    void handOver() {
        while (!waiting.isEmpty() && taken(waiting.getFirst())) waiting.removeFirst();
    }

    private boolean taken(Note note) {
        ServiceReference<Logbook> reference = context.getServiceReference(Logbook.class);
        if (reference == null) return false;
        try {
            return Bounded.call("x0-keeper-note", WRITE_LIMIT, () -> {
                Logbook logbook = context.getService(reference);
                if (logbook == null) return false;
                try {
                    logbook.note(note.about, note.what);
                    return true;
                } finally {
                    context.ungetService(reference);
                }
            });
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            return false;
        }
    }
}
