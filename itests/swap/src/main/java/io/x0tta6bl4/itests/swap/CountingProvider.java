package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.itests.swap.sample.Counting;
import io.x0tta6bl4.platform.api.Handover;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts, hands its count over, and fails each call that begins or ends after it was stopped. */
public final class CountingProvider implements Counting, Handover {
    private final AtomicLong count = new AtomicLong();
    private volatile boolean stopped;

    /** Called by Declarative Services as the very last thing. */
    public void stop() {
        stopped = true;
    }

    @Override
    public long next() {
        if (stopped) throw new IllegalStateException("stopped: called after the end");
        long next = count.incrementAndGet();
        for (int i = 0; i < 200; i++) Thread.onSpinWait();
        if (stopped) throw new IllegalStateException("stopped: ended in the middle of a call");
        return next;
    }

    @Override
    public State handOver() {
        return new State(
                "counting", 1, ByteBuffer.allocate(8).putLong(count.get()).array());
    }

    @Override
    public boolean takeOver(State state) {
        if (!state.is("counting", 1)) return false;
        count.set(ByteBuffer.wrap(state.content()).getLong());
        return true;
    }
}
