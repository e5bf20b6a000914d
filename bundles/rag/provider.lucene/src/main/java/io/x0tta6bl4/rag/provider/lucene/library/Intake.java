package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.index.SourceFiles;
import io.x0tta6bl4.rag.provider.lucene.index.StoredChunk;
import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import io.x0tta6bl4.rag.provider.lucene.reading.DocumentReader;
import io.x0tta6bl4.rag.provider.lucene.reading.Header;
import io.x0tta6bl4.rag.provider.lucene.reading.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A document on its way in: chunks are embedded as they are read, a few at a time, and stored at once. */
final class Intake implements AutoCloseable {
    /** Decides with the content how a document is taken in: raised when chunks are cut in another way. */
    static final String CUT = "2";

    private static final int AHEAD = 16;
    /** How many texts are embedded at a time. */
    static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private final Embedder embedder;
    private final DocumentReader reader;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(2 * AHEAD + WORKERS),
            Thread.ofPlatform()
                    .daemon()
                    .name("rag-embedding-", 0)
                    .priority(Thread.MIN_PRIORITY)
                    .factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());

    Intake(Embedder embedder) {
        this.embedder = embedder;
        this.reader = new DocumentReader(embedder.wordPiece()::count);
        workers.allowCoreThreadTimeOut(true);
    }

    /** Reads a document and hands on its chunks. */
    @FunctionalInterface
    interface Reading {
        Header read(DocumentReader reader, Consumer<Chunk> out) throws IOException, Unreadable;
    }

    /** There is no model now, or it refuses. */
    static final class NoModel extends IOException {
        private static final long serialVersionUID = 1;

        NoModel(String reason) {
            super(reason);
        }
    }

    /** What identifies a content taken in under these circumstances. */
    String digest(String content, Map<String, String> metadata) {
        String all = CUT + "\n" + content + "\n" + new TreeMap<>(metadata);
        return SourceFiles.sha256(all.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** How many chunks a document has; refuses what cannot be taken in. */
    int count(Reading reading) throws IOException, Unreadable {
        int[] chunks = {0};
        try {
            reading.read(reader, chunk -> chunks[0]++);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return chunks[0];
    }

    /** Stores a document; it is stored whole when this returns, and not at all when it throws. */
    Source store(SourceFiles files, String id, String title, Map<String, String> given, String digest, Reading reading)
            throws IOException, Unreadable {
        String model = embedder.model()
                .orElseThrow(() -> new NoModel("the model " + Embedder.MODEL + " does not serve; ml:list says why"));
        try (SourceFiles.Writer writer = files.begin(id)) {
            Flow flow = new Flow(writer, title, model);
            Header header = read(reading, flow);
            flow.end();
            if (flow.chunks == 0) throw new Unreadable("it holds no words");
            Map<String, String> metadata = new TreeMap<>(header.metadata());
            metadata.putAll(given);
            String named = title.isBlank() ? header.title() : title;
            Source source = new Source(id, named, header.unit(), metadata, digest, model);
            writer.finish(source);
            return source;
        }
    }

    /** Embeds a stored document anew; the old one is there until the new one is. */
    Source renew(SourceFiles files, java.nio.file.Path stored, Source source, String model) throws IOException {
        try (SourceFiles.Writer writer = files.begin(source.id())) {
            Flow flow = new Flow(writer, source.title(), model);
            files.read(stored, chunk -> flow.accept(chunk.chunk()));
            flow.end();
            Source renewed = source.of(model);
            writer.finish(renewed);
            return renewed;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Header read(Reading reading, Flow flow) throws IOException, Unreadable {
        try {
            return reading.read(reader, flow);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Chunks that are being embedded, in order; the first is waited for when enough are under way. */
    private final class Flow implements Consumer<Chunk> {
        private final SourceFiles.Writer writer;
        private final String title;
        private final String model;
        private final ArrayDeque<Future<StoredChunk>> under = new ArrayDeque<>();
        private int chunks;

        private Flow(SourceFiles.Writer writer, String title, String model) {
            this.writer = writer;
            this.title = title;
            this.model = model;
        }

        @Override
        public void accept(Chunk chunk) {
            chunks++;
            under.add(workers.submit(() -> embedded(chunk)));
            try {
                while (under.size() > AHEAD) write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private StoredChunk embedded(Chunk chunk) throws IOException {
            return switch (embedder.passage(chunk.withContext(title))) {
                case Embedded.Vector(float[] values, String made)
                when made.equals(model) -> new StoredChunk(chunk, values);
                case Embedded.Vector other -> throw new NoModel("the model was exchanged meanwhile; add it again");
                case Embedded.Missing(String reason) -> throw new NoModel(reason);
            };
        }

        private void write() throws IOException {
            try {
                writer.add(under.removeFirst().get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failed) throw failed;
                throw new IOException("a text could not be embedded: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("taking in was interrupted", e);
            }
        }

        private void end() throws IOException {
            while (!under.isEmpty()) write();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
