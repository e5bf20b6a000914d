package beside;

import beside.api.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Calls from four threads, a thousand times a second together, as bundles commonly do: through a service tracker. */
public final class Caller implements BundleActivator {
    private static final int CALLERS = 4;
    private static final long PAUSE_NANOS = 4_000_000;
    private static final long GAP_NANOS = 10_000_000;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong good = new AtomicLong();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Long> gaps = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    @Override
    public void start(BundleContext context) {
        ServiceTracker<Counting, Counting> tracker = new ServiceTracker<>(context, Counting.class, null);
        tracker.open();
        for (int i = 0; i < CALLERS; i++) {
            Thread thread = new Thread(() -> call(tracker), "beside-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void call(ServiceTracker<Counting, Counting> tracker) {
        while (!over) {
            calls.incrementAndGet();
            try {
                Counting counting = tracker.getService();
                if (counting == null) throw new IllegalStateException("no service");
                versions.add(counting.next());
                long now = System.nanoTime();
                long before = good.getAndSet(now);
                if (before != 0 && now - before > GAP_NANOS) gaps.add(now - before);
            } catch (RuntimeException e) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Writes what it saw to the file that its manifest names. */
    @Override
    public void stop(BundleContext context) throws IOException {
        over = true;
        StringBuilder text = new StringBuilder();
        text.append("calls=").append(calls).append("\nfailed=").append(failed);
        text.append("\nversions=").append(versions.size()).append("\ngaps=");
        for (Long gap : gaps) text.append(gap).append(' ');
        Path file = Path.of(context.getBundle().getHeaders().get("X-Result"));
        Path part = Files.writeString(file.resolveSibling("part"), text.append('\n'));
        Files.move(part, file);
    }
}
