package io.x0tta6bl4.monitor.provider.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where there are no process descriptors: the JDK waits, with one small thread for each process; for processes that are not
 * children of this one it polls.
 */
final class HandleWaiter implements Waiter {
    private static final End WOKEN = new End(0, "");

    private final LinkedBlockingQueue<End> ends =
            new LinkedBlockingQueue<>(); // at most one for each process, and wakes
    private final Map<Long, CompletableFuture<Void>> waiting = new HashMap<>();
    private final String why;

    HandleWaiter(String why) {
        this.why = why;
    }

    @Override
    public Added add(long pid, long token) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isEmpty()) return Added.ENDED;
        if (pid == ProcessHandle.current().pid()) return Added.POLLED; // the JDK refuses to wait for itself
        waiting.put(token, handle.get().onExit().thenAccept(ended -> ends.add(new End(token, ""))));
        return Added.WAITING;
    }

    @Override
    public void remove(long token) {
        CompletableFuture<Void> future = waiting.remove(token);
        if (future != null) future.cancel(false);
    }

    @Override
    public List<End> await(Duration limit) {
        List<End> result = new ArrayList<>();
        try {
            End first = ends.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) result.add(first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ends.drainTo(result);
        result.removeIf(end -> end.equals(WOKEN) || waiting.remove(end.token()) == null);
        return result;
    }

    @Override
    public void wake() {
        if (!ends.contains(WOKEN)) ends.add(WOKEN);
    }

    @Override
    public String how() {
        return "exits are seen through the JDK, which polls processes it did not start (" + why + ")";
    }

    @Override
    public void close() {
        List.copyOf(waiting.keySet()).forEach(this::remove);
    }
}
