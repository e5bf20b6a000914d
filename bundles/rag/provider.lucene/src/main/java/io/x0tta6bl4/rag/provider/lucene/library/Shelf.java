package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkIndex;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.index.SourceFiles;
import io.x0tta6bl4.rag.provider.lucene.index.StoredChunk;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection: its documents as stored, and the index over them. The documents are the truth: an index that is damaged, of
 * another format or behind them is mended from them when it is opened, and that is said.
 */
final class Shelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private static final int BATCH = 256;
    private static final long LOCK_NANOS = 5_000_000_000L;
    private static final long LOCK_POLL_NANOS = 20_000_000L;

    private static final AtomicLong OPENINGS = new AtomicLong();

    private final long opening = OPENINGS.incrementAndGet();
    private final String name;
    private final SourceFiles sources;
    private final ChunkIndex index;
    private final Path place;
    private final Consumer<Shelf> changed;
    private volatile String words = "";
    private volatile String behind = "";
    private volatile String model = "";

    /** {@code changed} is told when it was opened, and after every commit. */
    Shelf(String name, Path directory, Consumer<Shelf> changed) throws IOException {
        this.name = name;
        this.changed = changed;
        this.sources = new SourceFiles(directory.resolve("sources"));
        this.place = directory.resolve("index");
        this.index = opened();
        this.model = index.said().getOrDefault("model", "");
        try {
            catchUpOrServe();
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
        changed.accept(this);
    }

    /** Without room for what is new, what the index last showed is served; with nothing in it there is nothing to serve. */
    private void catchUpOrServe() throws IOException {
        Late late = Late.of(name, sources, index.documents());
        if (!late.lost().isEmpty()) words = late.lost();
        try {
            catchUp(late);
        } catch (IOException | AlreadyClosedException e) { // what closed it is the reason: a full disk, as a rule
            String reason =
                    late.stored().size() + " stored documents could not be put into the index: " + Work.words(e);
            if (index.passages() == 0) throw new IOException(reason, e);
            behind = reason;
            LOG.warn("Collection {} is behind and serves what its index last showed: {}", name, reason);
            index.stop();
        }
    }

    private ChunkIndex opened() throws IOException {
        boolean known = Files.isDirectory(place);
        try {
            ChunkIndex found = unlocked();
            String format = found.said().getOrDefault("format", ChunkIndex.FORMAT);
            if (format.equals(ChunkIndex.FORMAT)) return found;
            found.close();
            words = "the index had the format " + format + " and was made again from the stored documents";
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | FileNotFoundException
                | NoSuchFileException
                | IllegalArgumentException e) {
            if (!known) throw e;
            words = "the index was damaged (" + e.getMessage() + ") and was made again from the stored documents";
        }
        LOG.warn("Collection {}: {}", name, words);
        delete(place);
        return new ChunkIndex(place);
    }

    /** One that is being replaced holds its index for a moment yet. */
    private ChunkIndex unlocked() throws IOException {
        long until = System.nanoTime() + LOCK_NANOS;
        while (true) {
            try {
                return ChunkIndex.checked(place);
            } catch (LockObtainFailedException | OverlappingFileLockException e) {
                if (System.nanoTime() > until)
                    throw new IOException("the index in " + place + " is held by another: " + e.getMessage(), e);
                LockSupport.parkNanos(LOCK_POLL_NANOS);
            }
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private void catchUp(Late late) throws IOException {
        if (late.nothing()) return;
        for (var each : late.stored().entrySet()) fill(each.getValue(), each.getKey());
        for (String id : late.gone()) index.remove(id);
        index.commit(model);
        LOG.info(
                "Collection {}: {} documents put into the index from those stored, {} taken out",
                name,
                late.stored().size(),
                late.gone().size());
    }

    private void fill(Source source, Path file) throws IOException {
        index.remove(source.id());
        List<StoredChunk> batch = new ArrayList<>();
        sources.read(file, chunk -> {
            batch.add(chunk);
            if (batch.size() < BATCH) return;
            index.append(source, batch);
            batch.clear();
        });
        index.append(source, batch);
        model = source.model();
    }

    String name() {
        return name;
    }

    /** Tells this opening from every other: an index made again counts its states from the beginning. */
    long opening() {
        return opening;
    }

    SourceFiles sources() {
        return sources;
    }

    ChunkIndex index() {
        return index;
    }

    String model() {
        return model;
    }

    /** What a reader has to know when this serves and takes nothing in; empty when it does. */
    String note() {
        if (index.open()) return "";
        String reason = behind.isEmpty() ? index.failure().map(Work::words).orElse("") : behind;
        return "searched is the last state of the index, which takes nothing in now"
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** A document that was just stored goes into the index; searches see it when this returns. */
    synchronized void shelve(Source source) throws IOException {
        Path file = sources.find(source.id()).orElseThrow(() -> new IOException(source.id() + " is not stored"));
        fill(source, file);
    }

    /** Seen by searches and safe from a kill when this returns. */
    synchronized void commit() throws IOException {
        index.commit(model);
        changed.accept(this);
    }

    /** After many documents: makes searches fast again. Returns why not, when there is no room for it; nothing is lost then. */
    String settle() {
        try {
            index.settle();
            commit();
            return "";
        } catch (IOException e) {
            LOG.warn("Collection {}: the index stays in several parts: {}", name, e.getMessage());
            return "the index could not be brought into one part, so searches take longer: " + Work.words(e);
        }
    }

    /** The index first: a kill between the two leaves a document stored, and it comes back whole. */
    synchronized int remove(String document) throws IOException {
        int gone = 0;
        String below = document.endsWith("/") ? document : document + "/";
        for (String id : index.documents().keySet()) {
            if (!id.equals(document) && !id.startsWith(below)) continue;
            sources.remove(id);
            index.remove(id);
            gone++;
        }
        if (gone > 0) commit();
        return gone;
    }

    CollectionState state() throws IOException {
        String note = note();
        return new CollectionState(
                name, index.documents().size(), index.passages(), model, note.isEmpty() ? words : note);
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
