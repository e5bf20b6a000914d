package io.x0tta6bl4.rag.provider.lucene.index;

import io.x0tta6bl4.rag.provider.lucene.embedding.Legibility;
import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;

/** A chunk as the index holds it. */
final class Fields {
    private Fields() {}

    static Document document(Source source, StoredChunk stored) {
        Chunk chunk = stored.chunk();
        Document document = new Document();
        document.add(new StringField(ChunkIndex.DOCUMENT, source.id(), Field.Store.YES));
        document.add(new StringField(ChunkIndex.STATE, source.state(), Field.Store.YES));
        document.add(new StringField(ChunkIndex.MODEL, source.model(), Field.Store.NO));
        document.add(new TextField(ChunkIndex.TEXT, chunk.withContext(source.title()), Field.Store.NO));
        document.add(new TextField(ChunkIndex.BEGINNINGS, chunk.withContext(source.title()), Field.Store.NO));
        document.add(new NumericDocValuesField(ChunkIndex.LEGIBLE, Math.round(100 * Legibility.of(chunk.text()))));
        document.add(new KnnFloatVectorField(ChunkIndex.VECTOR, stored.vector(), VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new StoredField(ChunkIndex.STORED, chunk.text()));
        document.add(new StoredField(ChunkIndex.TITLE, source.title()));
        document.add(new StoredField(ChunkIndex.HEADING, chunk.heading()));
        document.add(new StoredField(ChunkIndex.PLACE, source.unit() + " " + chunk.line() + " " + chunk.lastLine()));
        chunk.sections().forEach(s -> document.add(new StoredField(ChunkIndex.SECTION, s.line() + " " + s.heading())));
        source.metadata().forEach((key, value) -> {
            for (String one : value.split(",")) {
                String exact = key + "=" + one.strip();
                if (exact.length() < 8000) document.add(new StringField(ChunkIndex.META, exact, Field.Store.NO));
            }
            document.add(new StoredField(ChunkIndex.META + "." + key, value));
        });
        return document;
    }

    static Map<String, String> metadata(Document stored) {
        Map<String, String> metadata = new TreeMap<>();
        for (var field : stored)
            if (field.name().startsWith(ChunkIndex.META + "."))
                metadata.put(field.name().substring(ChunkIndex.META.length() + 1), field.stringValue());
        return metadata;
    }
}
