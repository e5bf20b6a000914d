package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.itests.swap.sample.Counting;
import java.util.concurrent.atomic.LongAdder;

/** Another technology for the same capability, without a memory to hand over. */
public final class OtherCountingProvider implements Counting {
    private final LongAdder count = new LongAdder();
    private volatile boolean stopped;

    /** Called by Declarative Services as the very last thing. */
    public void stop() {
        stopped = true;
    }

    @Override
    public long next() {
        if (stopped) throw new IllegalStateException("stopped: called after the end");
        count.increment();
        if (stopped) throw new IllegalStateException("stopped: ended in the middle of a call");
        return count.sum();
    }
}
