package io.x0tta6bl4.monitor.api.probe;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks host names up with a time-out, which the JDK does not offer. A look-up that does not return holds one of a few
 * threads of its own until the operating system gives up, and no thread that others need.
 */
public final class Lookup implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING = 1_024;
    private static final int ADDRESSES = 4;
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> Thread.ofPlatform().name("x0-lookup").daemon().unstarted(task));

    /** A sensor needs one. */
    public Lookup() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Up to four addresses of the host, within the limit. */
    public InetAddress[] find(String host, long nanos)
            throws UnknownHostException, SocketTimeoutException, InterruptedIOException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return new InetAddress[] {InetAddress.ofLiteral(bare)};
        } catch (IllegalArgumentException e) {
            return byName(bare, nanos);
        }
    }

    private InetAddress[] byName(String host, long nanos)
            throws UnknownHostException, SocketTimeoutException, InterruptedIOException {
        Future<InetAddress[]> found;
        try {
            found = threads.submit(() -> InetAddress.getAllByName(host));
        } catch (RejectedExecutionException e) {
            throw new SocketTimeoutException("too many look-ups are waiting");
        }
        try {
            InetAddress[] all = found.get(nanos, TimeUnit.NANOSECONDS);
            return all.length <= ADDRESSES ? all : java.util.Arrays.copyOf(all, ADDRESSES);
        } catch (TimeoutException e) {
            found.cancel(true);
            throw new SocketTimeoutException("looking up " + host);
        } catch (InterruptedException e) {
            found.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) throw unknown;
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
