package io.x0tta6bl4.monitor.provider.process;

import java.time.Duration;
import java.util.List;

/** Waits for the end of many processes at once. All calls but {@link #wake} come from one thread. */
interface Waiter extends AutoCloseable {

    /** What came of the wish to wait for a process. */
    enum Added {
        /** Its end will be reported by {@link #await}. */
        WAITING,
        /** There is no such process. */
        ENDED,
        /** Its end cannot be waited for; somebody has to look from time to time. */
        POLLED
    }

    /**
     * The end of a process.
     *
     * @param token given when waiting began
     * @param detail how it ended, as far as the operating system tells; may be empty
     */
    record End(long token, String detail) {}

    /** Begins to wait for a process; the token is greater than zero and not in use. */
    Added add(long pid, long token);

    /** Waits no more for it; harmless when the token is unknown. */
    void remove(long token);

    /** Waits until a process has ended, {@link #wake} is called or the limit is over. */
    List<End> await(Duration limit);

    /** Ends the present or next {@link #await}; from any thread; harmless after close. */
    void wake();

    /** How exits are seen, as a clause. */
    String how();

    @Override
    void close();
}
