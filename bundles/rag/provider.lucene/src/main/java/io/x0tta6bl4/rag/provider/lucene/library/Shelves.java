package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.CollectionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The collections of a directory, opened when they are first asked for. */
final class Shelves implements AutoCloseable {
    private static final int MOST = 64;

    private final Path directory;
    private final BiConsumer<String, Shelf> changed;
    private final Map<String, Shelf> open = new ConcurrentSkipListMap<>();

    /** {@code changed} is told of a collection that was opened or changed. */
    Shelves(Path directory, BiConsumer<String, Shelf> changed) throws IOException {
        this.changed = changed;
        this.directory = Files.createDirectories(directory);
    }

    /** The collection, if there is one. */
    synchronized Optional<Shelf> find(String name) throws IOException {
        Optional<Shelf> known = known(name);
        if (known.isPresent()) return known;
        return Files.isDirectory(directory.resolve(name)) ? Optional.of(make(name)) : Optional.empty();
    }

    /** One whose index was closed by a failure, such as a full disk, is opened anew. */
    private Optional<Shelf> known(String name) throws IOException {
        Shelf known = open.get(name);
        if (known == null || known.index().open()) return Optional.ofNullable(known);
        open.remove(name);
        known.close();
        return Optional.empty();
    }

    /** The collection, new if there was none. */
    synchronized Shelf make(String name) throws IOException {
        Optional<Shelf> known = known(name);
        if (known.isPresent()) return known.get();
        if (!Files.isDirectory(directory.resolve(name)) && names().size() >= MOST)
            throw new IOException("there are " + MOST + " collections already; remove one in " + directory);
        Shelf shelf = new Shelf(name, directory.resolve(name), s -> changed.accept(name, s));
        open.put(name, shelf);
        return shelf;
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
