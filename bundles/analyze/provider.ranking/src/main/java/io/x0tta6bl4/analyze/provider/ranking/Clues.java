package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the measurements of a node and of its calls say for it, less what its callees account for. */
final class Clues {
    private final Graph graph;
    private final Measured measured;
    private final Tuning tuning;

    Clues(Graph graph, Measured measured, Tuning tuning) {
        this.graph = graph;
        this.measured = measured;
        this.tuning = tuning;
    }

    List<Clue> of(String node) {
        List<Clue> clues = new ArrayList<>();
        add(clues, tuning.utilisation(), best(measured.all(node, Measure.UTILISATION)), 0, "");
        add(clues, tuning.latency(), best(latencies(node)), inherited(node), " and its callees account for part of it");
        add(
                clues,
                tuning.failures(),
                best(measured.all(node, Measure.FAILURES)),
                inheritedFailures(node),
                " and its callees account for part of it");
        network(node).ifPresent(clues::add);
        vanishedCalls(node).ifPresent(clues::add);
        silence(node).ifPresent(clues::add);
        newcomers(node).ifPresent(clues::add);
        return clues;
    }

    private void add(List<Clue> clues, double weight, Optional<Deviation> deviation, double less, String lessWords) {
        deviation.ifPresent(d -> {
            double points = weight * Math.max(0, d.surprise() - less);
            if (points > 0) clues.add(new Clue(points, d.words() + (less > 0 ? lessWords : "")));
        });
    }

    private List<Track> latencies(String node) {
        List<Track> found = new ArrayList<>(measured.byPeer(node, Measure.SERVING_LATENCY));
        measured.first(node, Measure.SERVING_LATENCY).ifPresent(found::add);
        return found;
    }

    private Optional<Deviation> best(List<Track> tracks) {
        Deviation best = null;
        for (Track track : tracks) {
            Deviation deviation = measured.deviation(track);
            if (best == null || deviation.surprise() > best.surprise()) best = deviation;
        }
        return Optional.ofNullable(best);
    }

    /** How surprising the calls are that a node waits for. */
    private double inherited(String node) {
        double most = measured.surprise(measured.first(node, Measure.CALLING_LATENCY));
        for (Track call : measured.byPeer(node, Measure.CALLING_LATENCY))
            most = Math.max(most, measured.deviation(call).surprise());
        for (String callee : graph.callees(node))
            if (!graph.callees(callee).contains(node))
                most = Math.max(most, measured.surprise(measured.first(callee, Measure.SERVING_LATENCY)));
        return most;
    }

    private double inheritedFailures(String node) {
        double most = 0;
        for (String callee : graph.callees(node))
            if (!graph.callees(callee).contains(node))
                most = Math.max(most, measured.surprise(measured.first(callee, Measure.FAILURES)));
        return most;
    }

    /** Calls that take long for the caller and not for the callee are slow on the way; the end most such ways share is blamed. */
    private Optional<Clue> network(String node) {
        List<Double> in = new ArrayList<>();
        for (String caller : graph.callers(node)) way(caller, node).ifPresent(in::add);
        List<Double> out = new ArrayList<>();
        for (String callee : graph.callees(node)) way(node, callee).ifPresent(out::add);
        double points = mean(in) + (out.size() < 2 ? 0 : mean(out));
        if (points <= 0) return Optional.empty();
        return Optional.of(new Clue(
                tuning.network() * points,
                String.format(
                        java.util.Locale.ROOT,
                        "calls to %s are slow on the way: %.1f doublings over %d ways in, %.1f over %d ways out",
                        node,
                        mean(in),
                        in.size(),
                        mean(out),
                        out.size())));
    }

    private Optional<Double> way(String caller, String callee) {
        Optional<Track> seen = measured.first(caller, Measure.CALLING_LATENCY, callee);
        Optional<Track> served = measured.first(callee, Measure.SERVING_LATENCY, caller);
        if (seen.isEmpty() || served.isEmpty()) return Optional.empty();
        return Optional.of(Math.max(
                0,
                measured.deviation(seen.get()).surprise()
                        - measured.deviation(served.get()).surprise()));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(0);
    }

    /** A node that is still called and no longer calls what it always called has failed on the way. */
    private Optional<Clue> vanishedCalls(String node) {
        double own = measured.first(node, Measure.CALLS)
                .map(t -> measured.fall(t).surprise())
                .orElse(0.0);
        double excused = Math.max(own, Math.max(inherited(node), inheritedFailures(node)));
        double points = 0;
        String words = "";
        for (String callee : graph.callees(node)) {
            Optional<Track> calls = measured.first(callee, Measure.CALLS);
            if (calls.isEmpty()) continue;
            Deviation fall = measured.fall(calls.get());
            double found = (fall.surprise() - excused) / graph.callers(callee).size();
            if (found <= points) continue;
            points = found;
            words = String.format(
                    java.util.Locale.ROOT,
                    "it is still called and calls %s less: %s %.4g, normally %.4g",
                    callee,
                    calls.get().name(),
                    -fall.reached(),
                    -fall.base());
        }
        return points > 0 ? Optional.of(new Clue(tuning.vanished() * points, words)) : Optional.empty();
    }

    /** The vital signs of a node that always came and no longer come. */
    private Optional<Clue> silence(String node) {
        List<Track> vital = measured.all(node, Measure.UTILISATION);
        if (vital.isEmpty() || !vital.stream().allMatch(measured::fellSilent)) return Optional.empty();
        return Optional.of(new Clue(
                tuning.silence(), "its vital signs (" + vital.getFirst().name() + ") are absent"));
    }

    /** Who calls what was never called before has changed. */
    private Optional<Clue> newcomers(String node) {
        for (String callee : graph.callees(node)) {
            Optional<Track> calls = measured.first(callee, Measure.CALLS);
            if (calls.isPresent() && graph.callers(callee).size() == 1 && measured.isNew(calls.get()))
                return Optional.of(
                        new Clue(tuning.newcomer(), "it calls " + callee + ", which nobody called in normal times"));
        }
        return Optional.empty();
    }
}
