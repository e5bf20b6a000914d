package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermQuery;

/** What an index holds, beside what it finds. */
final class Contents {
    private Contents() {}

    static boolean madeBy(IndexSearcher searcher, String model) throws IOException {
        return searcher.count(new TermQuery(new Term(ChunkIndex.MODEL, model)))
                == searcher.getIndexReader().numDocs();
    }

    static boolean holds(IndexSearcher searcher, String id, String state) throws IOException {
        BooleanQuery both = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(ChunkIndex.DOCUMENT, id)), Occur.FILTER)
                .add(new TermQuery(new Term(ChunkIndex.STATE, state)), Occur.FILTER)
                .build();
        return searcher.count(both) > 0;
    }

    static Map<String, String> documents(IndexSearcher searcher) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            var terms = leaf.reader().terms(ChunkIndex.DOCUMENT);
            if (terms == null) continue;
            TermsEnum each = terms.iterator();
            for (var id = each.next(); id != null; id = each.next()) {
                int doc = living(each, leaf.reader());
                if (doc == DocIdSetIterator.NO_MORE_DOCS) continue;
                Document stored = leaf.reader().storedFields().document(doc, Set.of(ChunkIndex.STATE));
                found.put(id.utf8ToString(), stored.get(ChunkIndex.STATE));
            }
        }
        return found;
    }

    /** The first chunk of a term that was not removed. */
    private static int living(TermsEnum term, LeafReader reader) throws IOException {
        PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
        var live = reader.getLiveDocs();
        int doc = postings.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) doc = postings.nextDoc();
        return doc;
    }

    static Map<String, Map<String, String>> having(IndexSearcher searcher, String key) throws IOException {
        Map<String, Map<String, String>> found = new TreeMap<>();
        PrefixQuery having = new PrefixQuery(new Term(ChunkIndex.META, key + "="));
        int most = Math.max(1, searcher.getIndexReader().numDocs());
        for (var doc : searcher.search(having, most).scoreDocs) {
            Document stored = searcher.storedFields().document(doc.doc);
            found.computeIfAbsent(stored.get(ChunkIndex.DOCUMENT), id -> Fields.metadata(stored));
        }
        return found;
    }
}
