package io.x0tta6bl4.analyze.provider.graphsage;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.CauseVoice;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The cause by the GraphSAGE model. Without the model it has no opinion and fails its self-test; it never falls back to a rule.
 * Its opinion counts only for what its training record says it was measured to help with.
 */
@Component(
        service = {CauseVoice.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=graphsage"})
public final class GraphSageVoice implements CauseVoice, SelfTest {
    static final String MODEL = "graphsage-root-cause";
    private static final int NAMED = 10;
    private static final double LEAST = 0.01;

    private final HotReference<Models> models = new HotReference<>("models", Duration.ofMillis(500));

    @Activate
    public GraphSageVoice() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModels(ServiceReference<Models> reference, Models service) {
        models.bind(reference, service);
    }

    void unbindModels(ServiceReference<Models> reference) {
        models.unbind(reference);
    }

    /** For use without a framework. */
    GraphSageVoice with(Models service) {
        models.bind(0, service);
        return this;
    }

    @Deactivate
    void close() {
        models.close();
    }

    @Override
    public Optional<Opinion> opinion(Snapshot snapshot, Analysis analysis) {
        if (analysis.holding().isEmpty()) return Optional.empty();
        Signs signs = Signs.of(snapshot, analysis);
        return models.callIfPresent(m -> m.run(MODEL, GraphQuestion.of(signs)) instanceof Outcome.Answered answered
                ? opinion(signs, answered, helps(m))
                : null);
    }

    private static Opinion opinion(Signs signs, Outcome.Answered answered, List<String> helps) {
        if (!(answered.outputs().get("logit") instanceof Tensor.Floats logits))
            throw new IllegalStateException(
                    "the model " + MODEL + " answered " + answered.outputs().keySet());
        double[] beliefs = GraphQuestion.beliefs(logits.data());
        Map<ElementId, Double> named = new LinkedHashMap<>();
        java.util.stream.IntStream.range(0, beliefs.length)
                .boxed()
                .sorted((a, b) -> Double.compare(beliefs[b], beliefs[a]))
                .limit(NAMED)
                .filter(i -> beliefs[i] >= LEAST)
                .forEach(i -> named.put(signs.nodes().get(i), beliefs[i]));
        boolean counts = helps.contains(signs.shown().name());
        double none = Math.max(0, 1 - Arrays.stream(beliefs).sum());
        return new Opinion(named, counts, words(named, none, counts));
    }

    private static String words(Map<ElementId, Double> named, double none, boolean counts) {
        Optional<Map.Entry<ElementId, Double>> first = named.entrySet().stream().findFirst();
        String who = first.filter(f -> f.getValue() > none)
                .map(f -> String.format(Locale.ROOT, "names %s (%.2f)", f.getKey(), f.getValue()))
                .orElseGet(() -> String.format(Locale.ROOT, "names none (%.2f)", none));
        return "GraphSAGE " + who + (counts ? "" : ", and does not count for what this incident shows");
    }

    private static List<String> helps(Models models) {
        return models.states().stream()
                .filter(state ->
                        state instanceof ModelState.Serving && state.id().equals(MODEL))
                .map(state -> ((ModelState.Serving) state).record().training().getOrDefault("helps", ""))
                .flatMap(helps -> Arrays.stream(helps.split(",")))
                .toList();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the model " + MODEL + " gives its golden answers", () -> {
            Models.Proof proof = models.call(m -> Optional.ofNullable(m.test().get(MODEL)))
                    .orElseThrow(() -> new IllegalStateException("there is no model " + MODEL
                            + "; the distribution has it in models/, or train it: x0 ml train graphsage"));
            if (!proof.right()) throw new IllegalStateException(MODEL + ": " + proof.words());
            return proof.words();
        });
    }
}
