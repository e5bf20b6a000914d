package io.x0tta6bl4.rag.provider.lucene.library;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Documents taken in side by side, a few at a time, so that short ones keep every embedding thread busy. The first failure ends
 * it and is thrown; what was under way ends first.
 */
final class Crew implements AutoCloseable {
    private final int most;
    private final Semaphore places;
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    Crew(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** What is done with one document. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Begins a step when there is a place; throws what a step before it failed with. */
    void take(Step step) throws IOException {
        places.acquireUninterruptibly();
        if (failure.get() != null) {
            places.release();
            throw failure.get();
        }
        Thread.ofPlatform()
                .daemon()
                .name("rag-intake")
                .priority(Thread.MIN_PRIORITY)
                .start(() -> run(step));
    }

    private void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            failure.compareAndSet(null, new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e));
        } finally {
            places.release();
        }
    }

    /** Waits for all. */
    void end() throws IOException {
        places.acquireUninterruptibly(most);
        places.release(most);
        if (failure.get() != null) throw failure.get();
    }

    @Override
    public void close() {
        places.acquireUninterruptibly(most);
        places.release(most);
    }
}
