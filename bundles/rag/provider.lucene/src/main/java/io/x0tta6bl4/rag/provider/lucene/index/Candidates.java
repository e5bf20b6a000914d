package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;

/** The best chunks by words and the nearest by meaning, each with both scores in full. */
final class Candidates {
    private static final int MOST_TERMS = 512;

    private final IndexSearcher searcher;
    private final Query words;
    private final Query lexical;
    private final Optional<Query> filter;

    /** @param beginnings whether how words begin counts as much as the words */
    Candidates(IndexSearcher searcher, String text, Map<String, String> metadata, boolean beginnings)
            throws IOException {
        this.searcher = searcher;
        this.words = terms(text, List.of(ChunkIndex.TEXT));
        this.lexical = beginnings ? terms(text, List.of(ChunkIndex.TEXT, ChunkIndex.BEGINNINGS)) : words;
        this.filter = filter(metadata);
    }

    Query words() {
        return words;
    }

    /** Each word of the text in each field, worth what it is often in it. */
    private static Query terms(String text, List<String> fields) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String field : fields) {
            Map<String, Integer> terms = new LinkedHashMap<>();
            try (TokenStream stream = ChunkIndex.ANALYZER.tokenStream(field, text)) {
                CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
                stream.reset();
                while (stream.incrementToken() && terms.size() < MOST_TERMS)
                    terms.merge(term.toString(), 1, Integer::sum);
                stream.end();
            }
            terms.forEach((term, often) -> {
                Query one = new TermQuery(new Term(field, term));
                query.add(often > 1 ? new BoostQuery(one, often) : one, Occur.SHOULD);
            });
        }
        return query.build();
    }

    private static Optional<Query> filter(Map<String, String> metadata) {
        if (metadata.isEmpty()) return Optional.empty();
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        metadata.forEach(
                (key, value) -> query.add(new TermQuery(new Term(ChunkIndex.META, key + "=" + value)), Occur.FILTER));
        return Optional.of(query.build());
    }

    private Query filtered() {
        if (filter.isEmpty()) return lexical;
        return new BooleanQuery.Builder()
                .add(lexical, Occur.MUST)
                .add(filter.get(), Occur.FILTER)
                .build();
    }

    /** @param vector of the question; without it candidates come from words alone and their cosine is 0 */
    List<Candidate> best(int each, boolean byWords, Optional<float[]> vector) throws IOException {
        List<Integer> named = byWords ? docs(searcher.search(filtered(), each).scoreDocs) : List.of();
        List<Integer> near = vector.isEmpty()
                ? List.of()
                : docs(searcher.search(
                                new KnnFloatVectorQuery(ChunkIndex.VECTOR, vector.get(), each, filter.orElse(null)),
                                each)
                        .scoreDocs);
        TreeSet<Integer> all = new TreeSet<>(named);
        all.addAll(near);
        int[] docs = all.stream().mapToInt(Integer::intValue).toArray();
        double[] scores = byWords ? scores(docs) : new double[docs.length];
        double[] cosines = vector.isEmpty() ? new double[docs.length] : cosines(docs, vector.get());
        Map<Integer, Integer> exact = nearest(near, docs, cosines);
        double[] legible = legible(docs);
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < docs.length; i++)
            found.add(new Candidate(
                    docs[i],
                    scores[i],
                    1 + named.indexOf(docs[i]),
                    cosines[i],
                    exact.getOrDefault(docs[i], 0),
                    legible[i]));
        return found;
    }

    private static List<Integer> docs(ScoreDoc[] found) {
        return Arrays.stream(found).map(d -> d.doc).toList();
    }

    /** The places of the nearest by the numbers in full, not by the ones of a byte that found them. */
    private static Map<Integer, Integer> nearest(List<Integer> near, int[] docs, double[] cosines) {
        Map<Integer, Double> of = new HashMap<>();
        for (int i = 0; i < docs.length; i++) of.put(docs[i], cosines[i]);
        List<Integer> order = new ArrayList<>(near);
        order.sort((a, b) -> Double.compare(of.get(b), of.get(a)));
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < order.size(); i++) places.put(order.get(i), i + 1);
        return places;
    }

    private double[] scores(int[] docs) throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(lexical), ScoreMode.COMPLETE, 1);
        double[] scores = new double[docs.length];
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) continue;
            for (int i = from(docs, leaf.docBase); i < docs.length; i++) {
                int doc = docs[i] - leaf.docBase;
                if (doc >= leaf.reader().maxDoc()) break;
                var each = scorer.iterator();
                if ((each.docID() < doc ? each.advance(doc) : each.docID()) == doc) scores[i] = scorer.score();
            }
        }
        return scores;
    }

    private double[] cosines(int[] docs, float[] vector) throws IOException {
        double[] cosines = new double[docs.length];
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(ChunkIndex.VECTOR);
            if (values == null) continue;
            var each = values.iterator();
            for (int i = from(docs, leaf.docBase); i < docs.length; i++) {
                int doc = docs[i] - leaf.docBase;
                if (doc >= leaf.reader().maxDoc()) break;
                if ((each.docID() < doc ? each.advance(doc) : each.docID()) == doc)
                    cosines[i] = VectorUtil.dotProduct(vector, values.vectorValue(each.index()));
            }
        }
        return cosines;
    }

    private double[] legible(int[] docs) throws IOException {
        double[] legible = new double[docs.length];
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            NumericDocValues values = leaf.reader().getNumericDocValues(ChunkIndex.LEGIBLE);
            if (values == null) continue;
            for (int i = from(docs, leaf.docBase); i < docs.length; i++) {
                int doc = docs[i] - leaf.docBase;
                if (doc >= leaf.reader().maxDoc()) break;
                if (values.advanceExact(doc)) legible[i] = values.longValue() / 100.0;
            }
        }
        return legible;
    }

    private static int from(int[] docs, int base) {
        int place = Arrays.binarySearch(docs, base);
        return place < 0 ? -place - 1 : place;
    }
}
