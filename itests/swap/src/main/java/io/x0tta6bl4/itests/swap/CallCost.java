package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a call through the hot reference costs beside one through a field, in nanoseconds, in the same run. */
final class CallCost {
    private static final int CALLS = 10_000_000;
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;

    /** The work of a call: as little as a call can do. */
    private static final class Work implements LongSupplier {
        private final long value = System.nanoTime() | 1;

        @Override
        public long getAsLong() {
            return value;
        }
    }

    private final HotReference<LongSupplier> hot = new HotReference<>("the work", Duration.ofSeconds(1));
    private volatile LongSupplier field = new Work();
    private volatile long sink;

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
        long sum = 0;
        for (int i = 0; i < CALLS; i++) sum += field.getAsLong();
        sink = sum;
    }

    private void throughHot() {
        long sum = 0;
        for (int i = 0; i < CALLS; i++) sum += hot.<Long>call(LongSupplier::getAsLong);
        sink = sum;
    }

    private static double nanos(int threads, Runnable loop) {
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++)
            running.add(Thread.ofPlatform().start(() -> {
                await(ready);
                loop.run();
            }));
        long begun = System.nanoTime();
        ready.countDown();
        for (Thread thread : running) join(thread);
        return (System.nanoTime() - begun) / (double) CALLS;
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

    @Nullable Object kept() {
        return sink;
    }
}
