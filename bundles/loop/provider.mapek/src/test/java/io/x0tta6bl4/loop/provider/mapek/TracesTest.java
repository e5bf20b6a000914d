package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TracesTest {
    private final Told told = new Told();

    private Scene shop(boolean traced) {
        Scene scene = new Scene(Brakes.defaults());
        if (traced) scene.phases.tracing.bind(1, told);
        return scene.process("store").process("orders", "store").ready();
    }

    private static void healed(Scene scene) {
        scene.kill("store");
        scene.steps(3);
        scene.step(Duration.ofSeconds(1)).step(Duration.ofSeconds(20)).step(Duration.ofSeconds(20));
        assertThat(scene.incident("store").state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void one_incident_is_one_trace_from_the_first_evidence_to_its_end() {
        try (Scene scene = shop(true)) {
            healed(scene);
            Map<String, List<FinishedSpan>> byName =
                    told.spans.stream().collect(Collectors.groupingBy(FinishedSpan::name));
            assertThat(byName)
                    .containsOnlyKeys(
                            "observation",
                            "analysis",
                            "diagnosis",
                            "plan",
                            "action process.start",
                            "verification",
                            "incident");
            FinishedSpan root = byName.get("incident").getFirst();
            assertThat(byName.get("incident")).hasSize(1);
            assertThat(root.parent()).isEmpty();
            assertThat(root.start()).isEqualTo(scene.incident("store").since());
            assertThat(told.spans)
                    .allMatch(s -> s.context().traceId().equals(root.context().traceId()));
            whole(told.spans);
            FinishedSpan action = byName.get("action process.start").getFirst();
            assertThat(byName.get("verification").getFirst().parent()).contains(action.context());
            assertThat(scene.plant.applied).containsExactly(Optional.of(action.context()));
            assertThat(scene.plant.looked)
                    .contains(Optional.of(byName.get("verification").getFirst().context()));
        }
    }

    /** Every parent is there, and no place is told twice. */
    private static void whole(List<FinishedSpan> spans) {
        Map<String, FinishedSpan> places =
                spans.stream().collect(Collectors.toMap(s -> s.context().spanId(), Function.identity()));
        assertThat(spans)
                .allMatch(s -> s.parent()
                        .map(TraceContext::spanId)
                        .map(places::containsKey)
                        .orElse(true));
    }

    @Test
    void entries_of_the_journal_carry_the_id_of_the_trace() {
        try (Scene scene = shop(true)) {
            healed(scene);
            String id = scene.incident("store").id();
            assertThat(scene.journal.ofIncident(id))
                    .extracting(JournalEntry::trace)
                    .isNotEmpty()
                    .allMatch(trace -> trace.equals(
                            Optional.of(told.spans.getFirst().context().traceId())));
        }
    }

    @Test
    void without_telemetry_nothing_carries_an_id() {
        try (Scene scene = shop(false)) {
            healed(scene);
            assertThat(scene.journal.ofIncident(scene.incident("store").id()))
                    .isNotEmpty()
                    .allMatch(entry -> entry.trace().isEmpty());
            assertThat(scene.plant.applied).isNotEmpty().allMatch(Optional::isEmpty);
            assertThat(scene.plant.looked).isNotEmpty().allMatch(Optional::isEmpty);
        }
    }

    @Test
    void an_action_that_failed_is_a_failed_span_and_the_trace_goes_on() {
        try (Scene scene = shop(true)) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(5));
            assertThat(scene.incident("store").state()).isEqualTo(State.PAGED);
            assertThat(told.spans.stream().filter(s -> s.name().startsWith("action process")))
                    .hasSizeBetween(2, 4)
                    .allMatch(s -> s.error().isPresent());
            assertThat(told.spans).anyMatch(s -> s.name().equals("action page"));
        }
    }

    @Test
    void a_restarted_loop_goes_on_in_the_trace_that_the_journal_names() {
        try (Scene scene = shop(true)) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            scene.steps(4);
            String id = scene.incident("store").id();
            Traces after = new Traces(scene.phases, scene.clock);
            after.recall(scene.journal.read(1, 10_000));
            assertThat(after.root(id))
                    .isEqualTo(scene.engine.chronicle.traces.root(id))
                    .isPresent();
            after.retain(List.of());
            assertThat(after.root(id)).isEmpty();
        }
    }

    @Test
    void numbers_say_what_was_done_and_their_exemplar_leads_to_the_trace() {
        try (Scene scene = shop(true)) {
            healed(scene);
            Map<String, Sample> samples = new LoopMetrics(scene.engine)
                    .samples().stream()
                            .collect(Collectors.toMap(s -> s.metric().name() + s.labels(), Function.identity()));
            assertThat(((Sample.Number) samples.get("x0.actions[verified]")).value())
                    .isEqualTo(1);
            assertThat(((Sample.Number) samples.get("x0.incidents[resolved]")).value())
                    .isEqualTo(1);
            var repair = ((Sample.Distribution) samples.get("x0.incident.repair.time[]")).state();
            assertThat(repair.count()).isEqualTo(1);
            assertThat(repair.exemplar().orElseThrow().context().traceId())
                    .isEqualTo(told.spans.getFirst().context().traceId());
            assertThat(samples.values()).extracting(Sample::metric).containsAll(LoopMetrics.metrics());
        }
    }
}
