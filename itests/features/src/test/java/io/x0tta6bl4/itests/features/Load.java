package io.x0tta6bl4.itests.features;

import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Callers that never pause for longer than a moment, and remember each call that failed and the longest one. */
final class Load implements AutoCloseable {
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = 200_000;

    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<String> answers = new CopyOnWriteArrayList<>();
    final AtomicLong calls = new AtomicLong();
    final AtomicLong longestNanos = new AtomicLong();

    private final HotReference<Supplier<String>> callee;
    private final ServiceTracker<Supplier<String>, Supplier<String>> tracker;
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean over;

    /** @param hot whether the consumer uses the pattern; without, it calls what it last saw, as its twin does */
    Load(BundleContext context, boolean hot) {
        callee = new HotReference<>("porter", Duration.ofSeconds(3));
        tracker = new ServiceTracker<>(context, Supplier.class.getName(), null) {
            @Override
            public Supplier<String> addingService(ServiceReference<Supplier<String>> reference) {
                Supplier<String> service = super.addingService(reference);
                if (service != null) callee.bind(reference, service);
                return service;
            }

            @Override
            public void removedService(ServiceReference<Supplier<String>> reference, Supplier<String> service) {
                callee.unbind(reference);
                super.removedService(reference, service);
            }
        };
        tracker.open(true);
        for (int i = 0; i < CALLERS; i++)
            callers.add(Thread.ofPlatform().daemon().start(() -> run(hot)));
    }

    private void run(boolean hot) {
        while (!over) {
            long begun = System.nanoTime();
            try {
                String answer =
                        hot ? callee.call(Supplier::get) : tracker.getService().get();
                if (!answers.contains(answer)) answers.add(answer);
            } catch (RuntimeException | LinkageError e) {
                failures.add(e.toString());
            }
            calls.incrementAndGet();
            longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean join(Thread caller) {
        try {
            return caller.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String words() {
        return calls + " calls, " + failures.size() + " failed, longest " + longestNanos.get() / 1_000_000
                + " ms, answers " + answers;
    }

    @Override
    public void close() {
        over = true;
        for (Thread caller : callers) if (!join(caller)) throw new AssertionError("a caller still waits for an answer");
        tracker.close();
        callee.close();
    }
}
