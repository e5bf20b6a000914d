package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.CollectionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collections of a directory, opened when they are first asked for. */
final class Shelves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shelves.class);
    private static final int MOST = 64;
    /** A collection that failed to open rests so many times as long as the try took, if that is more than the rest given. */
    private static final long EFFORT = 4;

    private final Path directory;
    private final Duration rest;
    private final BiConsumer<String, Shelf> changed;
    private final Map<String, Shelf> open = new ConcurrentSkipListMap<>();
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private final AtomicBoolean mending = new AtomicBoolean();
    /** When a collection may be tried again. */
    private final Map<String, Long> rests = new HashMap<>();

    /**
     * {@code changed} is told of a collection that was opened or changed; {@code rest} lies at least between two tries to open
     * one.
     */
    Shelves(Path directory, Duration rest, BiConsumer<String, Shelf> changed) throws IOException {
        this.rest = rest;
        this.changed = changed;
        this.directory = Files.createDirectories(directory);
    }

    /** The collection as it can be read, if there is one. One that takes nothing in serves what it last showed. */
    synchronized Optional<Shelf> find(String name) throws IOException {
        Shelf known = open.get(name);
        if (known != null && (known.index().open() || !again(name))) return Optional.of(known);
        if (!Files.isDirectory(directory.resolve(name))) return Optional.empty();
        return Optional.of(known == null ? opened(name) : mended(known));
    }

    /** A failure such as a full disk closes an index; whether it can be opened again is tried now and then. */
    private boolean again(String name) {
        Long until = rests.get(name);
        return until == null || System.nanoTime() - until >= 0;
    }

    private Shelf mended(Shelf closed) {
        try {
            return opened(closed.name());
        } catch (IOException e) {
            LOG.warn("Collection {} takes nothing in and serves what it last showed: {}", closed.name(), Work.words(e));
            return closed;
        }
    }

    /** The collection to be changed, new if there was none. */
    synchronized Shelf make(String name) throws IOException {
        Shelf known = open.get(name);
        if (known != null && known.index().open()) return known;
        if (!Files.isDirectory(directory.resolve(name)) && names().size() >= MOST)
            throw new IOException("there are " + MOST + " collections already; remove one in " + directory);
        Shelf shelf = opened(name);
        if (!shelf.index().open()) throw new IOException("the collection " + name + ": " + shelf.note());
        return shelf;
    }

    /** Opens it, and only then lets go of what served until now. One that fails is let rest before it is tried again. */
    private Shelf opened(String name) throws IOException {
        String failed = failures.get(name);
        if (failed != null && !again(name)) throw new IOException(failed);
        long begun = System.nanoTime();
        try {
            Shelf shelf = new Shelf(name, directory.resolve(name), s -> changed.accept(name, s));
            failures.remove(name);
            Shelf before = open.put(name, shelf);
            if (before != null) before.close();
            return shelf;
        } catch (IOException e) {
            failures.put(name, Work.words(e));
            throw e;
        } finally {
            long now = System.nanoTime();
            rests.put(name, now + Math.max(rest.toNanos(), EFFORT * (now - begun)));
        }
    }

    /** Fails when collections take nothing in, with their names, and tries beside to open them again: that may take long. */
    void requireOpen() throws IOException {
        List<String> closed = closed();
        if (closed.isEmpty()) return;
        if (mending.compareAndSet(false, true))
            Thread.ofVirtual().name("rag-mend").start(() -> mend(closed));
        throw new IOException(
                "collections that take nothing in and serve what they last showed, if anything, as after a"
                        + " full disk (rag:collections says why): " + String.join(", ", closed));
    }

    private void mend(List<String> closed) {
        try {
            for (String name : closed) state(name);
        } finally {
            mending.set(false);
        }
    }

    /** The collections that take nothing in, whether they are served or cannot be opened at all. */
    List<String> closed() {
        Set<String> closed = new TreeSet<>(failures.keySet());
        closed.removeIf(name -> !Files.isDirectory(directory.resolve(name)));
        for (Shelf shelf : open.values()) if (!shelf.index().open()) closed.add(shelf.name());
        return List.copyOf(closed);
    }

    List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(Files::isDirectory)
                    .map(p -> p.getFileName().toString())
                    .filter(n -> n.matches("[a-z0-9][a-z0-9-]{0,63}"))
                    .sorted()
                    .toList();
        }
    }

    List<CollectionState> states() {
        try {
            List<CollectionState> states = new ArrayList<>();
            for (String name : names()) states.add(state(name));
            return states;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CollectionState state(String name) {
        try {
            return find(name).orElseThrow(() -> new IOException("it has gone")).state();
        } catch (IOException e) {
            return new CollectionState(name, 0, 0, "", "cannot be opened: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        for (Shelf shelf : open.values()) {
            try {
                shelf.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                open.values().remove(shelf);
            }
        }
    }
}
