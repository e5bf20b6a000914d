package io.x0tta6bl4.rag.provider.lucene.index;

import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.IndexSearcher;

/** One search: candidates of both lists, one score, the best passages with their snippets. */
public final class ChunkSearch {
    /** How many candidates each list names, at least: more than are shown, so that the other list can lift them. */
    private static final int CANDIDATES = 100;

    /** So many of each list tell which language is searched. */
    private static final int FIRST = 10;

    private ChunkSearch() {}

    /** Only scores and citations; for those who do not read. */
    public static List<Hit> ranked(IndexSearcher searcher, Query query, Optional<Meaning> meaning) throws IOException {
        return search(searcher, query, meaning, false);
    }

    /** With snippets. */
    public static List<Hit> search(IndexSearcher searcher, Query query, Optional<Meaning> meaning) throws IOException {
        return search(searcher, query, meaning, true);
    }

    private static List<Hit> search(IndexSearcher searcher, Query query, Optional<Meaning> meaning, boolean snippets)
            throws IOException {
        if (searcher.getIndexReader().numDocs() == 0) return List.of();
        boolean byWords = query.mode() != Query.Mode.VECTOR;
        boolean both = query.mode() == Query.Mode.HYBRID || query.mode() == Query.Mode.RERANK;
        Candidates candidates = new Candidates(searcher, query.text(), query.filter(), both && meaning.isPresent());
        int each = Math.max(CANDIDATES, 2 * query.count());
        List<Scored> scored =
                scored(candidates.best(each, byWords, meaning.map(Meaning::vector)), query.mode(), meaning);
        List<Hit> hits = new ArrayList<>();
        Map<String, Integer> ofDocument = new HashMap<>();
        Snippets highlighter = new Snippets(candidates.words());
        for (Scored one : scored) {
            if (hits.size() == query.count()) break;
            Passage passage =
                    passage(searcher.storedFields().document(one.candidate().doc()));
            if (ofDocument.merge(passage.citation().document(), 1, Integer::sum) > query.perDocument()) continue;
            List<String> best = snippets ? highlighter.of(passage.text()) : List.of();
            hits.add(one.hit(passage, best, byWords, meaning.isPresent()));
        }
        return hits;
    }

    private record Scored(Candidate candidate, double score, double lexicalShare, double vectorShare) {
        private Hit hit(Passage passage, List<String> snippets, boolean byWords, boolean byVector) {
            return new Hit(
                    passage,
                    score,
                    byWords
                            ? Optional.of(new Hit.Part(candidate.lexical(), lexicalShare, candidate.lexicalRank()))
                            : Optional.empty(),
                    byVector
                            ? Optional.of(new Hit.Part(candidate.cosine(), vectorShare, candidate.vectorRank()))
                            : Optional.empty(),
                    snippets);
        }
    }

    private static List<Scored> scored(List<Candidate> candidates, Query.Mode mode, Optional<Meaning> asked) {
        boolean byVector = asked.isPresent();
        double share =
                asked.map(m -> Fusion.share(m.legible(), legible(candidates))).orElse(0.0);
        boolean weighted = (mode == Query.Mode.HYBRID || mode == Query.Mode.RERANK) && byVector;
        double[] lexical = candidates.stream().mapToDouble(Candidate::lexical).toArray();
        double[] cosine = candidates.stream().mapToDouble(Candidate::cosine).toArray();
        double[] high = Fusion.words(lexical);
        double[] near = Fusion.meaning(cosine);
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate c = candidates.get(i);
            double words;
            double meaning;
            if (mode == Query.Mode.RRF && byVector) {
                words = Fusion.reciprocal(c.lexicalRank());
                meaning = Fusion.reciprocal(c.vectorRank());
            } else {
                words = weighted ? (1 - share) * high[i] : mode == Query.Mode.VECTOR ? 0 : lexical[i];
                meaning = weighted ? share * near[i] : mode == Query.Mode.VECTOR ? cosine[i] : 0;
            }
            scored.add(new Scored(c, words + meaning, words, meaning));
        }
        scored.sort((a, b) -> {
            int byScore = Double.compare(b.score(), a.score());
            return byScore != 0
                    ? byScore
                    : Integer.compare(a.candidate().doc(), b.candidate().doc());
        });
        return scored;
    }

    /** How much the model reads of what both lists put first. */
    private static double legible(List<Candidate> candidates) {
        return candidates.stream()
                .filter(c -> first(c.lexicalRank()) || first(c.vectorRank()))
                .mapToDouble(Candidate::legible)
                .average()
                .orElse(1);
    }

    private static boolean first(int rank) {
        return rank > 0 && rank <= FIRST;
    }

    private static Passage passage(Document document) {
        String[] place = document.get(ChunkIndex.PLACE).split(" ");
        Citation citation = new Citation(
                document.get(ChunkIndex.DOCUMENT),
                document.get(ChunkIndex.HEADING),
                Integer.parseInt(place[1]),
                Integer.parseInt(place[2]),
                place[0]);
        return new Passage(
                citation,
                document.get(ChunkIndex.TITLE),
                document.get(ChunkIndex.STORED),
                Fields.metadata(document),
                sections(document));
    }

    private static List<Passage.Section> sections(Document document) {
        List<Passage.Section> sections = new ArrayList<>();
        for (String section : document.getValues(ChunkIndex.SECTION)) {
            int blank = section.indexOf(' ');
            sections.add(
                    new Passage.Section(Integer.parseInt(section.substring(0, blank)), section.substring(blank + 1)));
        }
        return sections;
    }
}
