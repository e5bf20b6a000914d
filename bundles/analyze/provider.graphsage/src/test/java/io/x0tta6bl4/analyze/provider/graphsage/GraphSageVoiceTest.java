package io.x0tta6bl4.analyze.provider.graphsage;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.CauseVoice.Opinion;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Port;
import io.x0tta6bl4.ml.api.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphSageVoiceTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
    private static final ElementId CALLER = new ElementId("caller");
    private static final ElementId LEAF = new ElementId("leaf");

    private static final Observation WRONG = Observation.state(CALLER, Signals.HTTP_STATE, "wrong", "", AT, "test");
    private static final Snapshot SNAPSHOT = new Snapshot(
            1,
            AT,
            new Model(
                    1,
                    "test",
                    List.of(
                            Element.discovered(CALLER, new Subject.Endpoint(), "endpoint", Set.of(LEAF)),
                            Element.discovered(LEAF, new Subject.Endpoint(), "endpoint", Set.of())),
                    Policy.defaults()),
            Map.of(CALLER, Map.of(WRONG.signal(), WRONG)),
            List.of(),
            0);

    private static Analysis analysis() {
        Symptom symptom = new Symptom(
                CALLER,
                Symptom.Kind.MALFUNCTIONING,
                WRONG.signal(),
                AT,
                0.9,
                "test",
                Threshold.Response.HEAL,
                List.of(WRONG),
                "answers wrongly");
        return new Analysis(List.of(symptom), List.of(symptom), List.of(), Set.of());
    }

    /** Models that give one answer; {@code helps} stands in the training record. */
    private record Answering(Outcome outcome, String helps) implements Models {
        @Override
        public List<ModelState> states() {
            List<Port> ports = List.of(new Port("x", Tensor.Type.FLOAT32, List.of("N")));
            ModelRecord record = new ModelRecord(
                    GraphSageVoice.MODEL, "1", "0".repeat(64), ports, ports, Map.of("helps", helps), Map.of());
            return List.of(new ModelState.Serving(record, AT, 0, Optional.empty()));
        }

        @Override
        public Outcome run(String id, Map<String, Tensor> inputs) {
            return outcome;
        }

        @Override
        public Map<String, Proof> test() {
            return Map.of();
        }

        @Override
        public List<ModelState> refresh() {
            return states();
        }
    }

    private static Optional<Opinion> opinion(Outcome outcome, String helps) {
        return new GraphSageVoice().with(new Answering(outcome, helps)).opinion(SNAPSHOT, analysis());
    }

    private static Outcome logits(float caller, float leaf) {
        return new Outcome.Answered(Map.of("logit", Tensor.of(caller, leaf)), "0".repeat(64));
    }

    @Test
    void signs_say_who_is_wrong_and_who_needs_whom() {
        Signs signs = Signs.of(SNAPSHOT, analysis());
        assertThat(signs.nodes()).containsExactly(CALLER, LEAF);
        assertThat(signs.features()).hasSize(2 * Signs.FEATURES).contains(1f, org.assertj.core.data.Index.atIndex(3));
        assertThat(signs.callers()).containsExactly(0);
        assertThat(signs.callees()).containsExactly(1);
        assertThat(signs.shown()).isEqualTo(Signs.Shown.WRONG);
    }

    @Test
    void it_names_who_the_model_believes_in_and_counts_where_it_was_measured_to_help() {
        Opinion opinion = opinion(logits(0, 3), "ENDED,WRONG").orElseThrow();
        assertThat(opinion.counts()).isTrue();
        assertThat(opinion.words()).isEqualTo("GraphSAGE names leaf (0.91)");
        assertThat(opinion.beliefs().get(LEAF)).isBetween(0.90, 0.92);
        assertThat(opinion(logits(0, 3), "ENDED").orElseThrow().counts()).isFalse();
    }

    @Test
    void it_may_name_none() {
        assertThat(opinion(logits(-5, -5), "WRONG").orElseThrow().words()).startsWith("GraphSAGE names none (0.99)");
    }

    @Test
    void without_the_model_it_has_no_opinion_and_is_not_ready() {
        assertThat(opinion(new Outcome.Unavailable("refused"), "WRONG")).isEmpty();
        GraphSageVoice voice = new GraphSageVoice().with(new Answering(logits(0, 0), ""));
        assertThat(voice.selfTest().passed()).isFalse();
        assertThat(voice.selfTest().detail()).contains("there is no model graphsage-root-cause");
    }

    @Test
    void without_symptoms_it_is_not_asked() {
        Analysis calm = new Analysis(List.of(), List.of(), List.of(), Set.of());
        assertThat(new GraphSageVoice().with(new Answering(logits(9, 9), "")).opinion(SNAPSHOT, calm))
                .isEmpty();
    }
}
