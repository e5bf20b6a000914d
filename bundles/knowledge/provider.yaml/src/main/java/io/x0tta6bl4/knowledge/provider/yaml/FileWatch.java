package io.x0tta6bl4.knowledge.provider.yaml;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when a file may have changed: written in place, replaced by another, reached through another link.
 *
 * <p>Events of the directories of the path and of what it links to wake it; in between it looks by itself, because events
 * may be lost and some file systems send none. It waits until the file has stood still for a moment (at most
 * {@value #SETTLE_LIMIT} moments), so that a half-written file is rarely read.
 */
final class FileWatch implements AutoCloseable {
    static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofMillis(60);
    private static final int SETTLE_LIMIT = 30;
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path file;
    private final Runnable changed;
    private final Duration look;
    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Thread thread;
    private volatile Optional<Stamp> last;

    /** What tells one state of the file from another without reading it. */
    private record Stamp(Path real, Object key, long size, Object modified) {}

    /** Begins at once; the state of the file now counts as known. */
    FileWatch(Path file, Duration look, Runnable changed) {
        this.file = file.toAbsolutePath();
        this.look = look;
        this.changed = changed;
        try {
            this.service = this.file.getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch " + file + ": " + e.getMessage(), e);
        }
        this.last = stamp();
        this.thread = Thread.ofPlatform().name("x0-watch-file").daemon().unstarted(this::run);
    }

    void start() {
        register();
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                WatchKey key = service.poll(look.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                register();
                if (!stamp().equals(last)) settleAndTell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.nio.file.ClosedWatchServiceException e) {
            LOG.debug("no longer watching {}", file);
        }
    }

    private void settleAndTell() throws InterruptedException {
        Optional<Stamp> seen = stamp();
        for (int moment = 0; moment < SETTLE_LIMIT; moment++) {
            TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
            Optional<Stamp> now = stamp();
            if (now.equals(seen)) break;
            seen = now;
        }
        last = seen;
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("a change of {} could not be handled", file, e);
        }
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = Optional.ofNullable(found.fileKey()).orElse("");
            return Optional.of(new Stamp(file.toRealPath(), key, found.size(), found.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Watches the directory of the path and the one of what it links to; both may change. */
    private void register() {
        watch(file.getParent());
        stamp().map(Stamp::real).map(Path::getParent).ifPresent(this::watch);
        keys.entrySet().removeIf(entry -> !entry.getValue().isValid());
    }

    private void watch(Path directory) {
        if (directory == null || keys.containsKey(directory)) return;
        try {
            keys.put(directory, directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
        } catch (IOException e) {
            LOG.debug("{} sends no events, looking every {} instead", directory, look, e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("the watch of {} did not close", file, e);
        }
    }
}
