package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.Judgement.Reason;
import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.analyze.api.SignalDetector;
import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnomalyRulesTest {
    private static final ElementId ID = new ElementId("store");

    /** A detector that calls everything above a hundred an anomaly. */
    private static final class Hundreds implements AnomalyDetection {
        @Override
        public SignalDetector signal(Depth depth) {
            return (_, value) -> judge(value, "range");
        }

        @Override
        public JointDetector joint(List<String> signals) {
            return values -> {
                int worst = 0;
                for (int c = 0; c < values.length; c++) if (values[c] > values[worst]) worst = c;
                return judge(values[worst], signals.get(worst));
            };
        }

        private static Judgement judge(double value, String name) {
            boolean anomalous = value > 100;
            return new Judgement(
                    OptionalDouble.of(anomalous ? 0.8 : 0.1),
                    anomalous,
                    anomalous ? List.of(new Reason(name, 3, "by " + name + " one in 1000")) : List.of());
        }
    }

    private final RuleAnalyzer analyzer = new RuleAnalyzer();
    private long tick;

    private Analysis see(AnomalyWatch watch, Map<String, Double> values) {
        Element element = new Element(
                ID,
                new Subject.Host(),
                "host",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                watch);
        Model model = new Model(1, "test", List.of(element), Policy.defaults());
        Instant at = Instant.EPOCH.plusSeconds(++tick);
        List<Observation> arrived = new ArrayList<>();
        values.forEach((signal, value) -> arrived.add(Observation.measured(ID, signal, value, "1", at, "test")));
        return analyzer.analyze(new Snapshot(tick, at, model, Map.of(), arrived, 0));
    }

    private static AnomalyWatch each(String... signals) {
        return new AnomalyWatch(List.of(signals), false, true, Response.PAGE);
    }

    @Test
    void an_alarm_is_a_symptom_that_says_who_agrees_and_only_pages() {
        analyzer.with(new Hundreds());
        assertThat(see(each("x-load"), Map.of("x-load", 5.0)).holding()).isEmpty();

        Symptom symptom = see(each("x-load"), Map.of("x-load", 500.0)).raised().getFirst();

        assertThat(symptom.kind()).isEqualTo(Symptom.Kind.ANOMALOUS);
        assertThat(symptom.response()).isEqualTo(Response.PAGE);
        assertThat(symptom.score()).isEqualTo(0.8);
        assertThat(symptom.summary())
                .isEqualTo("x-load behaves unlike before: score 0.80, alarm from 0.50; by range one in 1000");
        assertThat(see(each("x-load"), Map.of("x-load", 6.0)).cleared()).hasSize(1);
    }

    @Test
    void signals_together_make_one_judgement_a_tick_and_one_symptom() {
        analyzer.with(new Hundreds());
        AnomalyWatch together = new AnomalyWatch(List.of("x-a", "x-b"), true, true, Response.PAGE);

        assertThat(see(together, Map.of("x-a", 1.0, "x-b", 2.0)).scores())
                .extracting(Score::signal)
                .containsExactly(Score.TOGETHER);
        Symptom symptom =
                see(together, Map.of("x-a", 1.0, "x-b", 200.0)).raised().getFirst();

        assertThat(symptom.signal()).isEqualTo(Score.TOGETHER);
        assertThat(symptom.evidence()).extracting(Observation::signal).containsExactly("x-b");
    }

    @Test
    void what_nobody_asked_for_is_not_watched() {
        analyzer.with(new Hundreds());

        assertThat(see(AnomalyWatch.NONE, Map.of("x-load", 500.0)).scores()).isEmpty();
        assertThat(see(each("x-other"), Map.of("x-load", 500.0)).scores()).isEmpty();
    }

    @Test
    void the_other_signals_are_screened_where_the_watch_file_asks_and_only_page() {
        analyzer.with(new Hundreds());
        AnomalyWatch watch = new AnomalyWatch(List.of("x-load"), false, true, Response.HEAL, true);

        Analysis analysis = see(watch, Map.of("x-load", 500.0, "x-other", 500.0));

        assertThat(analysis.raised())
                .extracting(Symptom::signal, Symptom::response)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("x-load", Response.HEAL),
                        org.assertj.core.groups.Tuple.tuple("x-other", Response.PAGE));
    }

    @Test
    void without_a_detector_nothing_is_said_and_nothing_breaks() {
        assertThat(see(each("x-load"), Map.of("x-load", 500.0)).scores()).isEmpty();
    }
}
