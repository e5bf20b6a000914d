package io.x0tta6bl4.monitor.provider.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Linux: one process descriptor for each process, one epoll for all of them, no thread each. The kernel makes a descriptor
 * readable when its process has ended, child or not, also while it is still a zombie.
 */
final class PidfdWaiter implements Waiter {
    private static final int EVENTS_AT_ONCE = 64;
    private static final int COLLECTION_LOOKS = 5;
    private static final long COLLECTION_PAUSE_NANOS = 100_000;
    private static final long WAKE_TOKEN = 0;
    // struct epoll_event is packed on x86-64 and naturally aligned elsewhere
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
    private static final long EVENT_SIZE = PACKED ? 12 : 16;
    private static final long DATA_OFFSET = PACKED ? 4 : 8;

    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final MemorySegment events = arena.allocate(EVENT_SIZE * EVENTS_AT_ONCE, 8);
    private final MemorySegment event = arena.allocate(EVENT_SIZE, 8);
    private final Map<Long, Integer> descriptors = new HashMap<>();
    private final int epoll;
    private final int waker;
    private volatile boolean closed;

    /** Throws an unchecked exception where the kernel or the linker does not offer what is needed. */
    PidfdWaiter() {
        int epoll = -1;
        int waker = -1;
        try {
            epoll = libc.epollCreate();
            waker = libc.eventfd();
            this.epoll = epoll;
            this.waker = waker;
            register(waker, WAKE_TOKEN);
            int own = libc.pidfdOpen(ProcessHandle.current().pid());
            if (own < 0) throw new UnsupportedOperationException("pidfd_open: error " + libc.errno());
            libc.close(own);
        } catch (RuntimeException e) {
            if (epoll >= 0) libc.close(epoll);
            if (waker >= 0) libc.close(waker);
            arena.close();
            throw e;
        }
    }

    private void register(int descriptor, long token) {
        event.set(JAVA_INT, 0, Libc.EPOLLIN);
        event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, token);
        libc.epollAdd(epoll, descriptor, event);
    }

    @Override
    public Added add(long pid, long token) {
        int descriptor = libc.pidfdOpen(pid);
        if (descriptor < 0) return libc.errno() == Libc.ESRCH ? Added.ENDED : Added.POLLED;
        try {
            register(descriptor, token);
        } catch (IllegalStateException e) {
            libc.close(descriptor);
            return Added.POLLED;
        }
        descriptors.put(token, descriptor);
        return Added.WAITING;
    }

    @Override
    public void remove(long token) {
        Integer descriptor = descriptors.remove(token);
        if (descriptor != null) libc.close(descriptor); // closing takes it out of the epoll set
    }

    @Override
    public List<End> await(Duration limit) {
        int millis = Math.clamp(limit.plusNanos(999_999).toMillis(), 0, Integer.MAX_VALUE);
        int ready = libc.epollWait(epoll, events, EVENTS_AT_ONCE, millis);
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < ready; i++) {
            long token = events.get(JAVA_LONG_UNALIGNED, i * EVENT_SIZE + DATA_OFFSET);
            if (token == WAKE_TOKEN) libc.eventfdRead(waker);
            else ends.add(end(token));
        }
        return ends;
    }

    private End end(long token) {
        Integer descriptor = descriptors.get(token);
        String detail = descriptor == null ? "" : howItEnded(descriptor);
        remove(token);
        return new End(token, detail);
    }

    /** Between its end and its collection by the parent nobody tells how a process ended; that takes microseconds. */
    private String howItEnded(int descriptor) {
        String how = "";
        for (int attempt = 0; how.isEmpty() && attempt < COLLECTION_LOOKS; attempt++) {
            if (attempt > 0) LockSupport.parkNanos(COLLECTION_PAUSE_NANOS);
            how = libc.howChildEnded(descriptor);
            if (how.isEmpty()) how = libc.howCollectedEnded(descriptor);
        }
        return how;
    }

    @Override
    public synchronized void wake() {
        if (!closed) libc.eventfdWrite(waker);
    }

    @Override
    public String how() {
        return "exits are events of the kernel (pidfd)";
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        List.copyOf(descriptors.keySet()).forEach(this::remove);
        libc.close(waker);
        libc.close(epoll);
        arena.close();
    }
}
