package io.x0tta6bl4.rag.provider.lucene.evaluation;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What one ranking is worth, as trec_eval counts it: grades above 0 are relevant, nDCG has linear gains (Järvelin and Kekäläinen,
 * 2002).
 */
record Measures(double ndcg10, double recall10, double recall100, double mrr10) {

    static Measures of(List<String> ranking, Map<String, Integer> grades) {
        long relevant = grades.values().stream().filter(g -> g > 0).count();
        if (relevant == 0) throw new IllegalArgumentException("a query without a relevant document measures nothing");
        List<Integer> best = grades.values().stream()
                .filter(g -> g > 0)
                .sorted((a, b) -> b - a)
                .toList();
        double gain = gain(
                ranking.stream().limit(10).map(d -> grades.getOrDefault(d, 0)).toList());
        double mrr = 0;
        for (int i = 0; i < Math.min(10, ranking.size()) && mrr == 0; i++)
            if (grades.getOrDefault(ranking.get(i), 0) > 0) mrr = 1.0 / (i + 1);
        return new Measures(
                gain / gain(best.stream().limit(10).toList()),
                recall(ranking, grades, 10) / relevant,
                recall(ranking, grades, 100) / relevant,
                mrr);
    }

    private static double gain(List<Integer> grades) {
        double sum = 0;
        for (int i = 0; i < grades.size(); i++) sum += Math.max(0, grades.get(i)) / (Math.log(i + 2) / Math.log(2));
        return sum;
    }

    private static double recall(List<String> ranking, Map<String, Integer> grades, int at) {
        return ranking.stream()
                .limit(at)
                .filter(d -> grades.getOrDefault(d, 0) > 0)
                .count();
    }

    static Measures mean(Collection<Measures> all) {
        double n = all.size();
        double ndcg = 0, recall10 = 0, recall100 = 0, mrr = 0;
        for (Measures one : all) {
            ndcg += one.ndcg10;
            recall10 += one.recall10;
            recall100 += one.recall100;
            mrr += one.mrr10;
        }
        return new Measures(ndcg / n, recall10 / n, recall100 / n, mrr / n);
    }
}
