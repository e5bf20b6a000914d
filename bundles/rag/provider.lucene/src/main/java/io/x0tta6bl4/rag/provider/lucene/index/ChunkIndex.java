package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The index of a collection: BM25 over words and HNSW over vectors quantised to a byte a number, whose full numbers decide in
 * the end. What was committed survives a kill; what was changed is seen by the next search.
 */
public final class ChunkIndex implements AutoCloseable {
    /** The layout of fields below; an index of another one is made again from the sources. */
    public static final String FORMAT = "3";

    static final String TEXT = "text";
    static final String BEGINNINGS = "begin";
    static final String LEGIBLE = "legible";
    static final String VECTOR = "vector";
    static final String DOCUMENT = "document";
    static final String META = "meta";
    static final String STORED = "stored";
    static final String TITLE = "title";
    static final String HEADING = "heading";
    static final String PLACE = "place";
    static final String SECTION = "section";
    static final String STATE = "state";
    static final String MODEL = "model";
    private static final int CONNECTIONS = 16;
    private static final int BEAM = 100;
    private static final double BUFFER_MEGABYTES = 24;

    static final Words ANALYZER = new Words();

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    /** Opens or makes an index; what is damaged fails. */
    public ChunkIndex(Path path) throws IOException {
        this.directory = new MMapDirectory(path);
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER)
                .setCodec(new Quantised())
                .setSimilarity(new BM25Similarity(0.9f, 0.4f))
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setCommitOnClose(false);
        this.writer = new IndexWriter(directory, config);
        try {
            this.searchers = new SearcherManager(writer, new Factory());
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    /** The words of a question, alphabetically, whatever their case, order and endings. */
    public static List<String> words(String question) throws IOException {
        return ANALYZER.asked(question);
    }

    /** Opens an index and compares its check sums; what is damaged fails and leaves nothing open. */
    public static ChunkIndex checked(Path path) throws IOException {
        ChunkIndex index = new ChunkIndex(path);
        try {
            index.check();
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Searchers that score as the index was written. */
    private static final class Factory extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader before) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity(0.9f, 0.4f));
            return searcher;
        }
    }

    /** A codec whose vectors are searched with one byte a number. */
    private static final class Quantised extends Lucene104Codec {
        private final KnnVectorsFormat format =
                new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, CONNECTIONS, BEAM);

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
        }
    }

    /** What is said of the index in its last commit; empty before the first one. */
    public Map<String, String> said() {
        Map<String, String> said = new TreeMap<>();
        Iterable<Map.Entry<String, String>> found = writer.getLiveCommitData();
        if (found != null) found.forEach(entry -> said.put(entry.getKey(), entry.getValue()));
        return said;
    }

    /** Puts a document in the place of the one with its id. */
    public void put(Source source, List<StoredChunk> chunks) throws IOException {
        writer.updateDocuments(
                new Term(DOCUMENT, source.id()),
                chunks.stream().map(c -> Fields.document(source, c)).toList());
    }

    /** Adds chunks of a document that was removed before; a long one comes in parts. */
    public void append(Source source, List<StoredChunk> chunks) throws IOException {
        writer.addDocuments(chunks.stream().map(c -> Fields.document(source, c)).toList());
    }

    public void remove(String id) throws IOException {
        writer.deleteDocuments(new Term(DOCUMENT, id));
    }

    /** What was changed is seen by searches from now on; without a commit a kill undoes it. */
    public void show() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** What was changed survives a kill from now on. */
    public void commit(String model) throws IOException {
        writer.setLiveCommitData(Map.of("format", FORMAT, "model", model).entrySet());
        writer.commit();
        show();
    }

    /**
     * Brings the index into one part: a search by meaning asks each part, and takes nearly as long for a small one. Costs little
     * beside the embedding of what is new; needs as much room again as the index has, while it lasts.
     */
    public void settle() throws IOException {
        writer.forceMerge(1);
    }

    /** How many parts a search asks. */
    public int parts() throws IOException {
        return ask(searcher -> searcher.getIndexReader().leaves().size());
    }

    /** A question to the index as it is now. */
    @FunctionalInterface
    public interface Question<R> {
        R ask(IndexSearcher searcher) throws IOException;
    }

    public <R> R ask(Question<R> question) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return question.ask(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /** Whether it takes anything in: a full disk closes it, and it has to be opened again. */
    public boolean open() {
        return writer.isOpen();
    }

    /** What closed it; empty while it takes something in, and when nothing failed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(writer.getTragicException());
    }

    /** Takes nothing in any more and drops what was not committed; searches go on over what was shown. */
    public void stop() throws IOException {
        writer.rollback();
    }

    /** Reads every file of the index and compares its check sums; fails on what is damaged. */
    private void check() throws IOException {
        ask(searcher -> {
            for (var leaf : searcher.getIndexReader().leaves()) leaf.reader().checkIntegrity();
            return true;
        });
    }

    /** Counts the states of the index that searches can see. */
    public long version() throws IOException {
        return ask(s -> ((org.apache.lucene.index.DirectoryReader) s.getIndexReader()).getVersion());
    }

    public int passages() throws IOException {
        return ask(s -> s.getIndexReader().numDocs());
    }

    /** Whether every vector was made by this model. */
    public boolean madeBy(String model) throws IOException {
        return ask(searcher -> Contents.madeBy(searcher, model));
    }

    /** Whether a document of this id and state is there. */
    public boolean holds(String id, String state) throws IOException {
        return ask(searcher -> Contents.holds(searcher, id, state));
    }

    /** The documents, id to state, in order. */
    public Map<String, String> documents() throws IOException {
        return ask(Contents::documents);
    }

    /** Documents whose metadata has a key, each with its stored metadata. */
    public Map<String, Map<String, String>> having(String key) throws IOException {
        return ask(searcher -> Contents.having(searcher, key));
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            searchers.close();
            writer.rollback();
        }
    }
}
