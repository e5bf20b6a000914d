package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.CollectionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The collections of a directory, opened when they are first asked for. */
final class Shelves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shelves.class);
    private static final int MOST = 64;
    private static final long AGAIN_NANOS = 5_000_000_000L;

    private final Path directory;
    private final BiConsumer<String, Shelf> changed;
    private final Map<String, Shelf> open = new ConcurrentSkipListMap<>();
    private final Map<String, Long> tried = new HashMap<>();

    /** {@code changed} is told of a collection that was opened or changed. */
    Shelves(Path directory, BiConsumer<String, Shelf> changed) throws IOException {
        this.changed = changed;
        this.directory = Files.createDirectories(directory);
    }

    /** The collection as it can be read, if there is one. One that takes nothing in serves what it last showed. */
    synchronized Optional<Shelf> find(String name) throws IOException {
        Shelf known = open.get(name);
        if (known != null && (known.index().open() || !again(name))) return Optional.of(known);
        return Files.isDirectory(directory.resolve(name))
                ? Optional.of(known == null ? make(name) : mended(known))
                : Optional.empty();
    }

    /** A failure such as a full disk closes an index; whether it can be opened again is tried now and then. */
    private boolean again(String name) {
        long now = System.nanoTime();
        Long last = tried.get(name);
        if (last != null && now - last < AGAIN_NANOS) return false;
        tried.put(name, now);
        return true;
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
        return opened(name);
    }

    /** Opens it, and only then lets go of what served until now. */
    private Shelf opened(String name) throws IOException {
        Shelf shelf = new Shelf(name, directory.resolve(name), s -> changed.accept(name, s));
        Shelf before = open.put(name, shelf);
        if (before != null) before.close();
        return shelf;
    }

    /** The collections that are served and take nothing in. */
    List<String> closed() {
        return open.values().stream()
                .filter(shelf -> !shelf.index().open())
                .map(Shelf::name)
                .toList();
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
