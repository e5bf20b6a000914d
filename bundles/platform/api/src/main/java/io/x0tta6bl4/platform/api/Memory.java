package io.x0tta6bl4.platform.api;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The state that one provider left behind for the next. Guarded by the turn of its hot reference. */
final class Memory<T> {
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private Handover.@Nullable State pending;

    /** Takes the state of a provider whose last call has ended. */
    void take(T service) {
        pending = null;
        if (!(service instanceof Handover from)) return;
        try {
            pending = from.handOver();
        } catch (RuntimeException | LinkageError e) {
            lose();
        }
    }

    /** Gives what is there to the provider that serves next. */
    void give(T service) {
        Handover.State state = pending;
        pending = null;
        if (state == null) return;
        try {
            if (service instanceof Handover to && to.takeOver(state)) kept.incrementAndGet();
            else lose();
        } catch (RuntimeException | LinkageError e) {
            lose();
        }
    }

    void lose() {
        pending = null;
        lost.incrementAndGet();
    }

    long lost() {
        return lost.get();
    }

    long kept() {
        return kept.get();
    }
}
