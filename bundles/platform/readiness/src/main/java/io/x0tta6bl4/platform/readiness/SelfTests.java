package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Runs the self-tests of providers, at most one per provider at a time, and keeps the last result: a passed one for a
 * minute, a failed one for two seconds so that a repaired provider is soon ready again, either only until the provider says
 * that something has changed.
 */
final class SelfTests implements AutoCloseable {
    static final Duration PASSED_FOR = Duration.ofSeconds(60);
    static final Duration FAILED_FOR = Duration.ofSeconds(2);

    private final BundleContext context;
    private final InstantSource clock;
    private final Map<ServiceReference<?>, Future<Seen>> runs = new ConcurrentHashMap<>();
    private final Map<ServiceReference<?>, SelfTestResult> last = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("self-test-", 1).factory());

    /** @param changes what the provider counted before the test began */
    private record Seen(long changes, Optional<SelfTestResult> result) {}

    SelfTests(BundleContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Begins a test unless one runs or its result is still good. */
    void begin(ServiceReference<?> provider) {
        runs.compute(provider, (key, run) -> run == null || outdated(key, run) ? threads.submit(() -> test(key)) : run);
    }

    private long changes(ServiceReference<?> provider) {
        try {
            Object service = context.getService(provider);
            return service instanceof SelfTest tested ? tested.changes() : 0;
        } catch (RuntimeException | LinkageError e) {
            return 0; // the test itself will say what is wrong with it
        } finally {
            context.ungetService(provider);
        }
    }

    void forget(ServiceReference<?> provider) {
        runs.remove(provider);
        last.remove(provider);
    }

    /** How the last test that has ended did, without waiting for one. */
    Optional<SelfTestResult> last(ServiceReference<?> provider) {
        return Optional.ofNullable(last.get(provider));
    }

    /** The result, waited for until {@code deadlineNanos}; none when the provider offers no self-test. */
    Optional<SelfTestResult> result(ServiceReference<?> provider, long deadlineNanos) {
        begin(provider);
        Future<Seen> run = runs.get(provider);
        if (run == null) return failed("it was just unregistered");
        try {
            return run.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .result();
        } catch (TimeoutException e) {
            return failed("it has not ended in time; a self-test ends within a second");
        } catch (ExecutionException | CancellationException e) {
            return failed(String.valueOf(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted while waiting for it");
        }
    }

    private boolean outdated(ServiceReference<?> provider, Future<Seen> run) {
        if (!run.isDone()) return false;
        if (run.state() != Future.State.SUCCESS) return true;
        if (run.resultNow().changes() != changes(provider)) return true;
        return run.resultNow()
                .result()
                .map(result -> Duration.between(result.at().plus(result.took()), clock.instant())
                                .compareTo(result.passed() ? PASSED_FOR : FAILED_FOR)
                        > 0)
                .orElse(false);
    }

    private Seen test(ServiceReference<?> provider) {
        Object service = context.getService(provider);
        if (service == null)
            return new Seen(0, failed("its component could not be activated; see scr:info and the log"));
        try {
            if (!(service instanceof SelfTest tested)) return new Seen(0, Optional.empty());
            long before = tested.changes();
            SelfTestResult result = tested.selfTest();
            last.put(provider, result);
            return new Seen(before, Optional.of(result));
        } catch (RuntimeException | LinkageError e) {
            return new Seen(0, failed("it threw " + e));
        } finally {
            context.ungetService(provider);
        }
    }

    private static Optional<SelfTestResult> failed(String detail) {
        return Optional.of(
                new SelfTestResult("run the self-test", SteadyClock.system().instant(), Duration.ZERO, false, detail));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
