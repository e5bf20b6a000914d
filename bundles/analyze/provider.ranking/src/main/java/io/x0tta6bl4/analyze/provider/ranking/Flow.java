package io.x0tta6bl4.analyze.provider.ranking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows what the complaint is made of: the extra seconds (or the extra failed calls) of the alerting node are passed on to the
 * callees that show the same extra, and stay where no callee accounts for them.
 */
final class Flow {
    /** More steps along the graph than this are not walked. */
    private static final int MOST_STEPS = 20_000;

    /** Extra time or failures of one node, and how unusual that much is for it. */
    record Extra(double amount, double usual) {
        double beyond() {
            return Math.max(0, amount - usual);
        }

        double surprise() {
            return amount > usual && usual > 0 ? Math.min(Tuning.MOST, Math.log(amount / usual) / Math.log(2)) : 0;
        }
    }

    private static final Extra NOTHING = new Extra(0, 0);

    private final Graph graph;
    private final Map<String, Extra> extras = new TreeMap<>();
    private final Map<String, Double> kept = new TreeMap<>();
    private double total;
    private int steps;

    Flow(Graph graph) {
        this.graph = graph;
    }

    Extra extra(String node) {
        return extras.getOrDefault(node, NOTHING);
    }

    void put(String node, Extra extra) {
        extras.put(node, extra);
    }

    /** Passes the extra of the alerting node down the graph. */
    void run(String from) {
        total = extra(from).beyond();
        if (total <= 0) {
            total = graph.callees(from).stream()
                    .mapToDouble(n -> extra(n).beyond())
                    .sum();
        }
        if (total > 0) pass(from, total, new ArrayDeque<>());
    }

    private void pass(String node, double amount, Deque<String> path) {
        if (steps++ > MOST_STEPS || amount < total * 1e-4) {
            kept.merge(node, amount, Double::sum);
            return;
        }
        path.push(node);
        List<String> callees = new ArrayList<>();
        double offered = 0;
        for (String callee : graph.callees(node)) {
            if (path.contains(callee) || extra(callee).beyond() <= 0) continue;
            callees.add(callee);
            offered += extra(callee).beyond();
        }
        double explained = Math.min(amount, offered);
        kept.merge(node, amount - explained, Double::sum);
        for (String callee : callees) pass(callee, explained * extra(callee).beyond() / offered, path);
        path.pop();
    }

    /** The part of the complaint that stays with a node, 0 to 1. */
    double share(String node) {
        return total > 0 ? kept.getOrDefault(node, 0.0) / total : 0;
    }
}
