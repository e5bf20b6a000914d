package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What traces say: time of one's own, time on the way, failures that come from nobody below, and pieces that are missing. */
final class SpanClues {
    private static final int FEW = 5;
    private static final double LEAST_SPREAD_MICROS = 500;

    /** What a set of spans shows, by node and by pair of nodes. */
    private static final class Picture {
        final Map<String, List<Double>> own = new TreeMap<>();
        final Map<String, List<Double>> way = new TreeMap<>();
        final Map<String, int[]> failed = new TreeMap<>();
        final Map<String, int[]> children = new TreeMap<>();
        final Map<String, Integer> parents = new HashMap<>();

        Picture(List<Span> spans) {
            Map<String, List<Span>> below = new HashMap<>();
            for (Span span : spans)
                if (!span.parent().isEmpty())
                    below.computeIfAbsent(span.trace() + '\n' + span.parent(), k -> new ArrayList<>())
                            .add(span);
            for (Span span : spans) take(span, below.getOrDefault(span.trace() + '\n' + span.id(), List.of()));
        }

        private void take(Span span, List<Span> called) {
            long within = called.stream().mapToLong(Span::micros).sum();
            double rest = Math.max(0, span.micros() - within);
            boolean passesOn = called.size() == 1 && !called.getFirst().node().equals(span.node());
            if (passesOn) add(way, span.node() + '\n' + called.getFirst().node(), rest);
            else add(own, span.node() + '\n' + span.operation(), rest);
            int[] counts = failed.computeIfAbsent(span.node(), n -> new int[2]);
            counts[0]++;
            if (span.failed() && called.stream().noneMatch(Span::failed)) counts[1]++;
            String kind = span.node() + '\n' + span.operation();
            parents.merge(kind, 1, Integer::sum);
            Set<String> nodes = new TreeSet<>();
            called.forEach(c -> nodes.add(c.node() + '\n' + c.operation()));
            nodes.forEach(n -> children.computeIfAbsent(kind + '\n' + n, k -> new int[1])[0]++);
        }

        private static void add(Map<String, List<Double>> map, String key, double value) {
            map.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
        }
    }

    private final Map<String, List<Clue>> clues = new TreeMap<>();
    private final double weight;

    SpanClues(List<Span> before, List<Span> since, double weight) {
        this.weight = weight;
        if (before.isEmpty() || since.isEmpty()) return;
        Picture normal = new Picture(before);
        Picture now = new Picture(since);
        own(normal, now);
        ways(normal, now);
        failures(normal, now);
        missing(normal, now);
    }

    List<Clue> of(String node) {
        return clues.getOrDefault(node, List.of());
    }

    private void clue(String node, double points, String words) {
        if (points > 0) clues.computeIfAbsent(node, n -> new ArrayList<>()).add(new Clue(weight * points, words));
    }

    private void own(Picture normal, Picture now) {
        Map<String, Clue> best = new TreeMap<>();
        now.own.forEach((key, values) -> {
            double surprise = surprise(normal.own.get(key), values);
            String node = key.substring(0, key.indexOf('\n'));
            if (surprise <= 0 || best.containsKey(node) && best.get(node).points() >= surprise) return;
            best.put(
                    node,
                    new Clue(
                            surprise,
                            String.format(
                                    Locale.ROOT,
                                    "its own time in %s: median %.0f us, normally %.0f us",
                                    key.substring(key.indexOf('\n') + 1),
                                    median(values),
                                    median(normal.own.get(key)))));
        });
        best.forEach((node, clue) -> clue(node, clue.points(), clue.words()));
    }

    private void ways(Picture normal, Picture now) {
        Map<String, List<Double>> in = new TreeMap<>();
        Map<String, List<Double>> out = new TreeMap<>();
        now.way.forEach((key, values) -> {
            List<Double> usual = normal.way.get(key);
            if (usual == null || usual.size() < FEW || values.size() < FEW) return;
            double surprise = surprise(usual, values);
            out.computeIfAbsent(key.substring(0, key.indexOf('\n')), n -> new ArrayList<>())
                    .add(surprise);
            in.computeIfAbsent(key.substring(key.indexOf('\n') + 1), n -> new ArrayList<>())
                    .add(surprise);
        });
        Set<String> nodes = new TreeSet<>(in.keySet());
        nodes.addAll(out.keySet());
        for (String node : nodes) {
            double arriving = mean(in.getOrDefault(node, List.of()));
            double leaving = out.getOrDefault(node, List.of()).size() < 2 ? 0 : mean(out.get(node));
            clue(
                    node,
                    arriving + leaving,
                    String.format(
                            Locale.ROOT,
                            "calls to it or from it are slow on the way in traces: %.1f in, %.1f out",
                            arriving,
                            leaving));
        }
    }

    private void failures(Picture normal, Picture now) {
        now.failed.forEach((node, counts) -> {
            int[] usual = normal.failed.get(node);
            if (usual == null || counts[1] < 2) return;
            double share = (double) counts[1] / counts[0];
            double usualShare = (usual[1] + 1.0) / (usual[0] + 1.0);
            if (share > usualShare)
                clue(
                        node,
                        Math.min(Tuning.MOST, log2(share / usualShare)),
                        String.format(
                                Locale.ROOT,
                                "%d of %d of its spans fail by themselves, normally %d of %d",
                                counts[1],
                                counts[0],
                                usual[1],
                                usual[0]));
        });
    }

    /** A piece that always followed and no longer follows: who passes a call on lost it on the way, who does more stopped before. */
    private void missing(Picture normal, Picture now) {
        Map<String, Clue> best = new TreeMap<>();
        normal.children.forEach((key, count) -> {
            String[] part = key.split("\n", 4);
            String parent = part[0] + '\n' + part[1];
            int before = normal.parents.getOrDefault(parent, 0);
            int since = now.parents.getOrDefault(parent, 0);
            if (before < FEW || since < FEW || count[0] < 0.9 * before) return;
            double share = now.children.getOrDefault(key, new int[1])[0] / (double) since;
            if (share > 0.7) return;
            boolean passesOn = !part[0].equals(part[2]) && normal.way.containsKey(part[0] + '\n' + part[2]);
            String blamed = passesOn ? part[2] : part[0];
            double points = Math.min(4, log2(1 / Math.max(share, 1.0 / since)));
            if (best.containsKey(blamed) && best.get(blamed).points() >= points) return;
            best.put(
                    blamed,
                    new Clue(
                            points,
                            String.format(
                                    Locale.ROOT,
                                    "%s %s follows %s in %.0f %% of traces, normally always",
                                    part[2],
                                    part[3],
                                    part[1],
                                    100 * share)));
        });
        best.forEach((node, clue) -> clue(node, clue.points(), clue.words()));
    }

    private static double surprise(@org.jspecify.annotations.Nullable List<Double> usual, List<Double> values) {
        if (usual == null || usual.size() < FEW || values.size() < FEW) return 0;
        double middle = median(usual);
        double spread = Math.max(quantile(usual, 0.9) - middle, Math.max(0.25 * middle, LEAST_SPREAD_MICROS));
        double ratio = (median(values) - middle) / spread;
        return ratio > 1 ? Math.min(Tuning.MOST, log2(ratio)) : 0;
    }

    private static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    private static double quantile(List<Double> values, double q) {
        return Numbers.quantile(values.stream().mapToDouble(v -> v).toArray(), q);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(0);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
