package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The bounded queue between sensors and the tick: above the budget measurements are shed before states (brake 20). */
final class Intake {
    /** States may wait in this multiple of the budget before they, too, are shed. */
    private static final int STATE_RESERVE = 4;

    private final ConcurrentLinkedQueue<Observation> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong shed = new AtomicLong();
    private volatile Brakes.Budget budget;

    Intake(Brakes.Budget budget) {
        this.budget = budget;
    }

    void budget(Brakes.Budget now) {
        budget = now;
    }

    /** Takes an observation or sheds it; never blocks. */
    boolean offer(Observation observation) {
        Brakes.Budget limit = budget;
        long room = observation.reading() instanceof Reading.Measured
                ? limit.queue()
                : (long) STATE_RESERVE * limit.queue();
        if (limit.on() && waiting.get() >= room) {
            shed.incrementAndGet();
            return false;
        }
        queue.add(observation);
        waiting.incrementAndGet();
        return true;
    }

    /** Everything that waits now, in order of arrival. */
    List<Observation> drain() {
        int count = waiting.get();
        List<Observation> drained = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Observation next = queue.poll();
            if (next == null) break;
            drained.add(next);
        }
        waiting.addAndGet(-drained.size());
        return drained;
    }

    /** What waits, without taking it. */
    List<Observation> waiting() {
        return List.copyOf(queue);
    }

    long takeShed() {
        return shed.getAndSet(0);
    }
}
