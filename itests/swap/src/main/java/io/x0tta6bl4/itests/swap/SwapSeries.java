package io.x0tta6bl4.itests.swap;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** Swaps a provider again and again while threads call it. */
public final class SwapSeries {
    private final BundleContext context;
    private int callers = 4;
    private long pauseNanos = 100_000;
    private long leastCalls;

    public SwapSeries(BundleContext context) {
        this.context = context;
    }

    /** So many threads, with so long a pause between two calls of each. */
    public SwapSeries callers(int number, long pause) {
        callers = number;
        pauseNanos = pause;
        return this;
    }

    /** The series goes on, without swaps, until there were so many calls. */
    public SwapSeries atLeast(long calls) {
        leastCalls = calls;
        return this;
    }

    /**
     * @param first the bundle that serves now
     * @param versions the content of the n-th version, n from 1
     * @param body one call on the service
     */
    public Series run(
            Pattern pattern,
            String service,
            String target,
            Bundle first,
            How how,
            int swaps,
            IntFunction<byte[]> versions,
            Function<Object, ?> body)
            throws BundleException {
        Bundle consumer = context.installBundle(
                "swap:consumer:" + System.nanoTime(), new ByteArrayInputStream(pattern.bundle(service, target)));
        consumer.start();
        long lost = 0;
        List<Double> waits = new ArrayList<>();
        List<Double> stalls = new ArrayList<>();
        List<Double> quiet = new ArrayList<>();
        long begun = System.nanoTime();
        LongAccumulator waited = new LongAccumulator(Math::max, 0);
        Supplier<Object> call = () -> {
            long asked = System.nanoTime();
            return current().call(provider -> {
                waited.accumulate(System.nanoTime() - asked);
                return body.apply(provider);
            });
        };
        awaitServing(call);
        Load load = new Load(callers, pauseNanos, call);
        try (load) {
            pause(50);
            Bundle now = first;
            for (int n = 1; n <= swaps; n++) {
                byte[] next = versions.apply(n);
                load.takeLongest();
                pause(20);
                load.settle();
                quiet.add(load.takeLongest() / 1e6);
                waited.reset();
                now = how.swap(context, now, next, Math.toIntExact(System.nanoTime() % 1_000_000_007));
                pause(20);
                load.settle();
                waits.add(waited.getThenReset() / 1e6);
                stalls.add(load.takeLongest() / 1e6);
            }
            lost = lost();
            while (load.calls() < leastCalls) pause(10);
        }
        Map<String, Long> reasons = new LinkedHashMap<>();
        load.reasons().forEach((why, count) -> reasons.put(why, count.sum()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        consumer.uninstall();
        return new Series(
                pattern.name().toLowerCase(java.util.Locale.ROOT),
                how.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                swaps,
                callers,
                load.calls(),
                load.failed(),
                load.stopped(),
                lost,
                seconds,
                waits,
                stalls,
                quiet,
                reasons);
    }

    private long lost() {
        ServiceReference<Consumer> reference = context.getServiceReference(Consumer.class);
        return reference == null ? 0 : context.getService(reference).lostStates();
    }

    /** The consumer as a caller finds it: a naive one is another object after each swap, or none. */
    private Consumer current() {
        ServiceReference<Consumer> reference = context.getServiceReference(Consumer.class);
        Consumer consumer = reference == null ? null : context.getService(reference);
        if (consumer == null) throw new IllegalStateException("no consumer");
        return consumer;
    }

    private static void awaitServing(Supplier<?> call) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try {
                call.get();
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() - deadline > 0) throw e;
                pause(20);
            }
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }
}
