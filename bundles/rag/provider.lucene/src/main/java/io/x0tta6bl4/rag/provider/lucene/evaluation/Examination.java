package io.x0tta6bl4.rag.provider.lucene.evaluation;

import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Query;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        void done(int queries, int of);
    }

    private final Ranking ranking;
    private final Progress progress;

    public Examination(Ranking ranking, Progress progress) {
        this.ranking = ranking;
        this.progress = progress;
    }

    /** Measures, and writes the hybrid ranking where wanted. */
    public String of(Evaluation evaluation, String collection) throws IOException {
        Map<String, String> queries = Beir.queries(evaluation.queries());
        Map<String, Map<String, Integer>> judgements = Beir.judgements(evaluation.judgements());
        judgements.values().removeIf(grades -> grades.values().stream().noneMatch(g -> g > 0));
        judgements.keySet().retainAll(queries.keySet());
        if (judgements.isEmpty())
            throw new IOException("no query of " + evaluation.queries() + " is judged in " + evaluation.judgements());
        Map<Query.Mode, List<Measures>> measured = new LinkedHashMap<>();
        for (Query.Mode mode : MODES) measured.put(mode, new ArrayList<>());
        List<String> run = new ArrayList<>();
        int done = 0;
        for (String id : judgements.keySet()) {
            for (Query.Mode mode : MODES) {
                List<Hit> hits = ask(queries.get(id), collection, mode, id);
                measured.get(mode).add(Measures.of(documents(hits), judgements.get(id)));
                if (mode == Query.Mode.HYBRID) run.addAll(trec(id, hits));
            }
            progress.done(++done, judgements.size());
        }
        if (evaluation.run().isPresent()) write(evaluation, run);
        return table(measured, judgements.size());
    }

    /** A document is never an answer to itself, as in the reference evaluation of BEIR. */
    private List<Hit> ask(String text, String collection, Query.Mode mode, String self) throws IOException {
        String asked = text.length() > Query.LONGEST ? text.substring(0, Query.LONGEST) : text;
        Query query = Query.of(collection, asked).with(mode).top(DEEP, 1);
        return ranking.rank(query).stream()
                .filter(hit -> !hit.passage().citation().document().equals(self))
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
                    query,
                    hits.get(i).passage().citation().document(),
                    i + 1,
                    hits.get(i).score()));
        return lines;
    }

    private static void write(Evaluation evaluation, List<String> run) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(evaluation.run().orElseThrow())) {
            for (String line : run) {
                out.write(line);
                out.write('\n');
            }
        }
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
