package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What logs say: lines of a kind never seen before, and bad lines that have become frequent. A line's kind is its text without
 * the parts that vary. A caller also complains of its callees, so what they log worse is taken off.
 */
final class LineClues {
    private static final int ENOUGH_LINES = 20;
    private static final int LONGEST = 160;

    /** More kinds of lines than this are not told apart; what is beyond counts as one kind. */
    private static final int MOST_KINDS = 20_000;

    private static final double MOST_POINTS = 4;
    private static final Pattern VARIES =
            Pattern.compile("\"[^\"]*\"|'[^']*'|0x[0-9a-fA-F]+|[^\\s=:,;()\\[\\]{}/]*[0-9][^\\s=:,;()\\[\\]{}/]*");
    private static final Pattern BAD = Pattern.compile(
            "error|exception|fail|fatal|panic|timeout|timed out|refused|unavailable|denied|crash|traceback|critical",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, Map<String, Integer>> before = new TreeMap<>();
    private final Map<String, Map<String, Integer>> since = new TreeMap<>();
    private final Map<String, Clue> raw = new TreeMap<>();
    private final Graph graph;
    private final double weight;
    private int kinds;

    LineClues(List<Line> linesBefore, List<Line> linesSince, Graph graph, double weight) {
        this.graph = graph;
        this.weight = weight;
        linesBefore.forEach(line -> count(before, line));
        linesSince.forEach(line -> count(since, line));
        since.keySet().forEach(node -> strongest(node).ifPresent(clue -> raw.put(node, clue)));
    }

    private void count(Map<String, Map<String, Integer>> into, Line line) {
        Map<String, Integer> counts = into.computeIfAbsent(line.node(), n -> new HashMap<>());
        String kind = kind(line.text());
        if (!counts.containsKey(kind) && ++kinds > MOST_KINDS) kind = "";
        counts.merge(kind, 1, Integer::sum);
    }

    static String kind(String text) {
        String cut = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String fixed = VARIES.matcher(cut).replaceAll("*").strip();
        return fixed.length() > LONGEST ? fixed.substring(0, LONGEST) : fixed;
    }

    Optional<Clue> of(String node) {
        Clue clue = raw.get(node);
        if (clue == null) return Optional.empty();
        double below = graph.callees(node).stream()
                .filter(callee -> !graph.callees(callee).contains(node))
                .mapToDouble(callee -> raw.containsKey(callee) ? raw.get(callee).points() : 0)
                .max()
                .orElse(0);
        double points = clue.points() - below;
        return points > 0 ? Optional.of(new Clue(weight * points, clue.words())) : Optional.empty();
    }

    private Optional<Clue> strongest(String node) {
        Map<String, Integer> usual = before.getOrDefault(node, Map.of());
        int usualLines = usual.values().stream().mapToInt(n -> n).sum();
        if (usualLines < ENOUGH_LINES) return Optional.empty();
        int lines = since.get(node).values().stream().mapToInt(n -> n).sum();
        Clue best = null;
        for (Map.Entry<String, Integer> entry : new TreeMap<>(since.get(node)).entrySet()) {
            if (entry.getKey().isEmpty()) continue;
            Clue clue =
                    clue(entry.getKey(), entry.getValue(), lines, usual.getOrDefault(entry.getKey(), 0), usualLines);
            if (best == null || clue.points() > best.points()) best = clue;
        }
        return best != null && best.points() > 0 ? Optional.of(best) : Optional.empty();
    }

    private static Clue clue(String kind, int count, int lines, int usualCount, int usualLines) {
        boolean bad = BAD.matcher(kind).find();
        double expected = (usualCount + 0.5) * lines / usualLines;
        double points = 0;
        if (usualCount == 0) points = (bad ? 1 : 0.25) * log2(1 + count);
        else if (bad && count >= 3) points = log2(count / expected) - 1.5;
        return new Clue(
                Math.max(0, Math.min(MOST_POINTS, points)),
                String.format(
                        Locale.ROOT,
                        "it logged %d times '%s', in normal times %d of %d lines",
                        count,
                        shown(kind),
                        usualCount,
                        usualLines));
    }

    private static String shown(String kind) {
        return kind.length() > 80 ? kind.substring(0, 80) + "…" : kind;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
