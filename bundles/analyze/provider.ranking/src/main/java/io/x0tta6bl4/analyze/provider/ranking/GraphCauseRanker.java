package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Ranks by surprise against a node's own past, by what callees account for, and by the share of the complaint that stays. */
@Component(
        service = {CauseRanker.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=ranking"})
public final class GraphCauseRanker implements CauseRanker, SelfTest {
    private static final int MOST = 10;

    private record Scored(String node, double score, List<Clue> clues) {}

    private final Tuning tuning;

    @Activate
    public GraphCauseRanker() {
        this(Tuning.CHOSEN);
    }

    GraphCauseRanker(Tuning tuning) {
        this.tuning = tuning;
    }

    @Override
    public Ranking rank(Scene scene) {
        List<Scored> scored = score(scene);
        double best = scored.isEmpty() ? 0 : scored.getFirst().score;
        if (best < tuning.enough())
            return new Ranking(
                    List.of(),
                    String.format(
                            Locale.ROOT,
                            "Nothing on the graph explains it: the strongest is %s with %.2f, and %.2f is needed",
                            scored.isEmpty() ? "nobody" : scored.getFirst().node,
                            best,
                            tuning.enough()));
        double sum = scored.stream().mapToDouble(Scored::score).sum();
        double belief = best / (best + tuning.enough());
        List<Ranking.Suspect> causes = scored.stream()
                .filter(s -> s.score > 0)
                .limit(MOST)
                .map(s -> new Ranking.Suspect(s.node, Math.min(1, s.score / sum * belief), words(s.clues)))
                .toList();
        return new Ranking(
                causes,
                causes.getFirst().node() + ": "
                        + String.join("; ", causes.getFirst().evidence()));
    }

    private static List<String> words(List<Clue> clues) {
        return clues.stream()
                .sorted(Comparator.comparingDouble(Clue::points).reversed())
                .map(Clue::words)
                .toList();
    }

    List<Scored> score(Scene scene) {
        Graph graph = new Graph(scene);
        Measured measured = new Measured(scene, tuning);
        Clues clues = new Clues(graph, measured, tuning);
        Scene.Traffic traffic = scene.traffic();
        SpanClues spans = new SpanClues(traffic.spansBefore(), traffic.spansSince(), tuning.traffic());
        LineClues lines = new LineClues(traffic.linesBefore(), traffic.linesSince(), graph, tuning.traffic());
        Optional<Flow> flow = scene.alert().map(alert -> flow(alert, graph, measured));
        List<Scored> scored = new ArrayList<>();
        for (String node : graph.nodes()) {
            List<Clue> found = new ArrayList<>(clues.of(node));
            found.addAll(spans.of(node));
            lines.of(node).ifPresent(found::add);
            double points = found.stream().mapToDouble(Clue::points).sum();
            double score = points;
            if (flow.isPresent()) {
                double share = flow.get().share(node);
                Flow.Extra extra = flow.get().extra(node);
                score = share * (extra.surprise() + points) / 2 + tuning.shareFloor() * points;
                if (share > 0.01)
                    found.add(new Clue(
                            share * extra.surprise(),
                            String.format(
                                    Locale.ROOT,
                                    "%.0f %% of the complaint stays with it: %.4g extra, normally up to %.4g",
                                    100 * share,
                                    extra.amount(),
                                    extra.usual())));
            }
            scored.add(new Scored(node, score, found));
        }
        scored.sort(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::node));
        return scored;
    }

    private Flow flow(Scene.Alert alert, Graph graph, Measured measured) {
        Flow flow = new Flow(graph);
        Extras extras = new Extras(measured, alert.measure(), tuning);
        for (String node : graph.nodes()) extras.of(node).ifPresent(extra -> flow.put(node, extra));
        flow.run(alert.node());
        return flow;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "a quiet graph has no cause, and of a busy and a calm node the busy one is named", () -> {
                    if (!rank(trial(20)).causes().isEmpty())
                        throw new IllegalStateException("found a cause where nothing is wrong");
                    Ranking ranking = rank(trial(95));
                    if (ranking.causes().isEmpty()
                            || !ranking.causes().getFirst().node().equals("busy"))
                        throw new IllegalStateException("expected busy first, got " + ranking);
                    return ranking.explanation();
                });
    }

    private static Scene trial(double load) {
        return new Scene(
                Set.of("busy", "calm"),
                Set.of(new Scene.Call("calm", "busy")),
                List.of(load("busy", load), load("calm", 20)),
                Optional.empty(),
                false,
                Scene.Traffic.none());
    }

    private static Scene.Track load(String node, double since) {
        double[] normal = new double[40];
        for (int i = 0; i < normal.length; i++) normal[i] = 20 + i % 3;
        double[] now = new double[4];
        Arrays.fill(now, since);
        return new Scene.Track(node, Optional.empty(), Scene.Measure.UTILISATION, "cpu", normal, now);
    }
}
