package io.x0tta6bl4.rag.provider.lucene.evaluation;

import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks every judged query in every mode and says what the rankings are worth. */
public final class Examination {
    /** The modes measured, best first in the table. */
    private static final List<Query.Mode> MODES =
            List.of(Query.Mode.BM25, Query.Mode.VECTOR, Query.Mode.RRF, Query.Mode.HYBRID);

    private static final int DEEP = 100;

    /** Ranks the documents for a text. */
    @FunctionalInterface
    public interface Ranking {
        List<Hit> rank(Query query) throws IOException;
    }

    /** Told after each query. */
    @FunctionalInterface
    public interface Progress {
        void done(int queries, int of) throws IOException;
    }

    private final Map<String, String> queries;
    private final Map<String, Map<String, Integer>> judgements;
    private final Set<String> selves = new HashSet<>();
    private final Set<String> missing = new HashSet<>();
    private final int unknown;
    private final long wordless;

    /** Reads what is asked and what is right; both are held in memory, the corpus is not. */
    public Examination(Evaluation evaluation) throws IOException {
        queries = Beir.queries(evaluation.queries());
        judgements = Beir.judgements(evaluation.judgements());
        judgements.values().removeIf(grades -> grades.values().stream().noneMatch(g -> g > 0));
        int judged = judgements.size();
        judgements.keySet().retainAll(queries.keySet());
        unknown = judged - judgements.size();
        if (judgements.isEmpty())
            throw new IOException("no query of " + evaluation.queries() + " is judged in " + evaluation.judgements());
        wordless = judgements.keySet().stream()
                .filter(id -> queries.getOrDefault(id, "").isBlank())
                .count();
        if (wordless == judgements.size())
            throw new IOException("no judged query of " + evaluation.queries() + " has a text (\"text\": …)");
        judgements
                .values()
                .forEach(grades -> grades.forEach((document, grade) -> {
                    if (grade > 0) missing.add(document);
                }));
    }

    /** How many queries are asked. */
    public int size() {
        return judgements.size();
    }

    /** Told of every document: one that is a query itself, by id and words, is no answer to itself. */
    public void seen(Beir.Entry entry) {
        missing.remove(entry.id());
        String query = queries.get(entry.id());
        if (query != null && words(entry.text()).contains(words(query))) selves.add(entry.id());
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Measures, and writes the hybrid ranking where wanted, as it goes. */
    public String of(Optional<Path> run, String collection, Ranking ranking, Progress progress) throws IOException {
        Map<Query.Mode, List<Measures>> measured = new LinkedHashMap<>();
        for (Query.Mode mode : MODES) measured.put(mode, new ArrayList<>());
        int done = 0;
        try (Writer out = run.isPresent() ? Files.newBufferedWriter(run.get()) : Writer.nullWriter()) {
            for (String id : judgements.keySet()) {
                for (Query.Mode mode : MODES) {
                    List<Hit> hits = ask(ranking, queries.getOrDefault(id, ""), collection, mode, id);
                    measured.get(mode).add(Measures.of(documents(hits), judgements.getOrDefault(id, Map.of())));
                    if (mode == Query.Mode.HYBRID) for (String line : trec(id, hits)) out.write(line + "\n");
                }
                progress.done(++done, judgements.size());
            }
        }
        return table(measured, judgements.size())
                + told(unknown, "judged ones are not among the queries")
                + told(wordless, "have no text and find nothing")
                + told(missing.size(), "relevant documents are not in the corpus and cannot be found");
    }

    private static String told(long many, String what) {
        return many == 0 ? "" : ", " + many + " " + what;
    }

    private List<Hit> ask(Ranking ranking, String text, String collection, Query.Mode mode, String self)
            throws IOException {
        if (text.isBlank()) return List.of();
        String asked = text.length() > Query.LONGEST ? text.substring(0, Query.LONGEST) : text;
        Query query = Query.of(collection, asked).with(mode).top(DEEP + 1, 1);
        return ranking.rank(query).stream()
                .filter(hit -> !selves.contains(self)
                        || !hit.passage().citation().document().equals(self))
                .limit(DEEP)
                .toList();
    }

    private static List<String> documents(List<Hit> hits) {
        return hits.stream().map(hit -> hit.passage().citation().document()).toList();
    }

    private static List<String> trec(String query, List<Hit> hits) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < hits.size(); i++)
            lines.add(String.format(
                    Locale.ROOT,
                    "%s Q0 %s %d %.6f x0-hybrid",
                    query.replaceAll("\\s", "_"),
                    hits.get(i).passage().citation().document().replaceAll("\\s", "_"),
                    i + 1,
                    hits.get(i).score()));
        return lines;
    }

    private static String table(Map<Query.Mode, List<Measures>> measured, int queries) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-8s %8s %18s %10s %11s %8s",
                "MODE",
                "nDCG@10",
                "95% (bootstrap)",
                "RECALL@10",
                "RECALL@100",
                "MRR@10"));
        measured.forEach((mode, all) -> {
            Measures mean = Measures.mean(all);
            Bootstrap bounds =
                    Bootstrap.of(all.stream().mapToDouble(Measures::ndcg10).toArray());
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-8s %8.4f %9.4f - %6.4f %10.4f %11.4f %8.4f",
                    mode.name().toLowerCase(Locale.ROOT),
                    mean.ndcg10(),
                    bounds.low(),
                    bounds.high(),
                    mean.recall10(),
                    mean.recall100(),
                    mean.mrr10()));
        });
        return text.append("\n").append(queries).append(" judged queries").toString();
    }
}
