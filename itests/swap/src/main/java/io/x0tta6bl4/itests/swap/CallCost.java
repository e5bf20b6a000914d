package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.platform.api.HotReference;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What a call through the hot reference costs beside one through a field, in the same run: nanoseconds of processor time, which
 * does not count the time that other programs had the processor.
 */
final class CallCost {
    private static final int CALLS = 10_000_000;
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    /** The work of a call: as little as a call can do. */
    private static final class Work implements Supplier<Object> {
        private final Object value = new Object();

        @Override
        public Object get() {
            return value;
        }
    }

    private final HotReference<Supplier<Object>> hot = new HotReference<>("the work", Duration.ofSeconds(1));
    private volatile Supplier<Object> field = new Work();
    private volatile int sink;

    CallCost() {
        hot.bind(1, field);
    }

    /** Nanoseconds a call, one for each round after the warm-up: through the field, through the hot reference. */
    record Cost(int threads, List<Double> field, List<Double> hot) {
        static double median(List<Double> samples) {
            return samples.stream().sorted().toList().get(samples.size() / 2);
        }

        double more() {
            return median(hot) - median(field);
        }
    }

    Cost measure(int threads) {
        List<Double> direct = new ArrayList<>();
        List<Double> through = new ArrayList<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double one = nanos(threads, this::throughField);
            double other = nanos(threads, this::throughHot);
            if (round < 0) continue;
            direct.add(one);
            through.add(other);
        }
        return new Cost(threads, direct, through);
    }

    private void throughField() {
        int seen = 0;
        for (int i = 0; i < CALLS; i++) if (field.get() != this) seen++;
        sink = seen;
    }

    private void throughHot() {
        int seen = 0;
        for (int i = 0; i < CALLS; i++) if (hot.<Object>call(Supplier::get) != this) seen++;
        sink = seen;
    }

    private static double nanos(int threads, Runnable loop) {
        CountDownLatch ready = new CountDownLatch(1);
        LongAdder spent = new LongAdder();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++)
            running.add(Thread.ofPlatform().start(() -> {
                await(ready);
                long begun = CLOCK.getCurrentThreadCpuTime();
                loop.run();
                spent.add(CLOCK.getCurrentThreadCpuTime() - begun);
            }));
        ready.countDown();
        for (Thread thread : running) join(thread);
        return spent.sum() / (double) threads / CALLS;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int kept() {
        return sink;
    }
}
