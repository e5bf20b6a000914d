package io.x0tta6bl4.knowledge.provider.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one store file of this bundle, {@code <x0.data>/knowledge/knowledge.mv}; private to its components.
 *
 * <p>All work on the file is done by one thread of its own, one call after the other: an interrupt of a caller would close the
 * file under everybody. A caller waits for its result whatever happens to it, and stays interrupted if it was.
 *
 * <p>When the disk fails, the store closes itself; the next call opens it again, so that everything works again once the disk
 * does. A second node on the same file is refused when this is created, with {@link StoreInUse}.
 */
public final class Store {
    private static final Duration REWRITE_LIMIT = Duration.ofSeconds(2);
    private static final int REUSE_AFTER_MILLIS = 45_000;
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Path file;
    private final Mark mark;
    private final Session.Disk disk;
    private final InstantSource clock;
    private final Growth growth;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("x0-knowledge").daemon().factory());
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile @Nullable Session current;
    private volatile int commits;

    /**
     * How large the file may become.
     *
     * @param slackBytes below which nobody cares
     * @param times how often its content fits into the file beyond the slack before it is rewritten
     * @param commitsBetweenLooks how often this is asked
     */
    record Growth(long slackBytes, int times, int commitsBetweenLooks) {
        static final Growth NORMAL = new Growth(8L << 20, 3, 256);
    }

    Store(Path directory, InstantSource clock, Session.Disk disk, Growth growth) {
        this.file = directory.resolve("knowledge.mv");
        this.mark = new Mark(directory.resolve("knowledge.mark"));
        this.disk = disk;
        this.clock = clock;
        this.growth = growth;
        try {
            await(() -> {
                session();
                rewriteIfWorthwhile();
                return this;
            });
        } catch (UncheckedIOException e) {
            LOG.error("{}; the journal is not available until this is mended", e.getMessage());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Store(Path directory) {
        this(directory, InstantSource.system(), SingleFileStore::new, Growth.NORMAL);
    }

    Mark mark() {
        return mark;
    }

    Path file() {
        return file;
    }

    /** What was found on opening and is not yet in the journal. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    void noted(List<String> written) {
        notes.removeAll(written);
    }

    /** Looks at the store. */
    <T> T read(Function<Session, T> body) {
        return await(() -> attempt("read", body));
    }

    /**
     * Changes the store, all or nothing, and returns when it is on the disk; throws {@link UncheckedIOException} with words
     * when it cannot be.
     */
    <T> T write(Function<Session, T> body) {
        return await(() -> {
            T result = attempt("write", session -> committed(session, body));
            if (++commits % growth.commitsBetweenLooks() == 0) rewriteIfWorthwhile();
            return result;
        });
    }

    private static <T> T committed(Session session, Function<Session, T> body) {
        try {
            T result = body.apply(session);
            session.commit();
            return result;
        } catch (RuntimeException | StackOverflowError e) {
            session.store().closeImmediately(); // drops what the body changed
            throw e;
        }
    }

    private <T> T attempt(String verb, Function<Session, T> body) {
        Session session = session();
        try {
            return body.apply(session);
        } catch (RuntimeException | StackOverflowError e) {
            throw failed(verb, e);
        }
    }

    private <T> T await(Callable<T> work) {
        Future<T> result;
        try {
            result = thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(file + " is closed: its provider is being stopped", e);
        }
        boolean interrupted = false;
        try {
            while (true)
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private UncheckedIOException failed(String verb, Throwable e) {
        if (e instanceof UncheckedIOException already) return already;
        String words = "could not " + verb + " " + file + ": " + Opening.words(e)
                + ("write".equals(verb)
                        ? "; nothing of it is stored. Make room on its file system or mend the disk; the next call"
                                + " tries again"
                        : "; look at the disk, and run the self-test of the journal");
        return new UncheckedIOException(words, e instanceof IOException io ? io : new IOException(words, e));
    }

    private Session session() {
        Session open = current;
        return open != null && !open.store().isClosed() ? open : opened();
    }

    private Session opened() {
        Opening opening = new Opening(file, mark, disk, clock.instant());
        try {
            Session session = opening.open();
            for (String note : opening.notes()) LOG.warn("{}", note);
            notes.addAll(opening.notes());
            current = session;
            return session;
        } catch (IOException e) {
            throw failed("open", e);
        } catch (RuntimeException e) {
            throw Session.isFromDisk(e) ? failed("open", e) : e;
        }
    }

    private void rewriteIfWorthwhile() {
        Session session = session();
        if (session.store().isSpaceReused() || !Rewrite.worthwhile(session, growth)) return;
        try {
            if (Rewrite.run(session, file, disk, REWRITE_LIMIT.toNanos())) return;
            LOG.info(
                    "{} is too large to be rewritten in {}: from now on its free space is reused", file, REWRITE_LIMIT);
            session.store().setReuseSpace(true);
            session.store().setRetentionTime(REUSE_AFTER_MILLIS);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.warn("{} was not rewritten: {}; it goes on growing", file, Opening.words(e));
        }
    }

    /** Closes the file; what was acknowledged is on the disk already. Closing twice is harmless. */
    public void close() {
        if (thread.isShutdown()) return;
        await(() -> {
            closeFile();
            return this;
        });
        thread.shutdown();
    }

    private void closeFile() {
        Session session = current;
        if (session == null || session.store().isClosed()) return;
        try {
            rewriteIfWorthwhile();
            if (!session.store().isClosed()) session.store().close();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("{} was not closed cleanly: {}", file, Opening.words(e));
            session.store().closeImmediately();
        }
    }
}
