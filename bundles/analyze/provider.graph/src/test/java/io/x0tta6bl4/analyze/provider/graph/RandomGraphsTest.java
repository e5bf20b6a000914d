package io.x0tta6bl4.analyze.provider.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Properties that hold for every graph; each graph has a seed, which a failure tells. */
class RandomGraphsTest {
    private static final int GRAPHS = 3_000;
    private static final List<String> SIGNALS =
            List.of(Signals.HTTP_STATE, Signals.HTTP_LATENCY, Signals.PROCESS_MEMORY, Signals.TCP_STATE);

    private static Case random(long seed, boolean cycles) {
        Random random = new Random(seed);
        Case graph = new Case().time(random.nextInt(20));
        int size = 2 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            List<String> needs = new ArrayList<>();
            for (int j = 0; j < (cycles ? size : i); j++) if (j != i && random.nextInt(size) < 2) needs.add("e" + j);
            if (random.nextBoolean()) graph.process("e" + i, needs.toArray(String[]::new));
            else graph.endpoint("e" + i, needs.toArray(String[]::new));
        }
        for (int i = 0; i < size; i++) state(graph, "e" + i, random);
        return graph;
    }

    private static void state(Case graph, String name, Random random) {
        double at = random.nextInt(8);
        switch (random.nextInt(7)) {
            case 0 -> graph.healthy(at, name);
            case 1 -> graph.exited(name, at);
            case 2 -> graph.sick(name, Kind.UNRESPONSIVE, at);
            case 3 -> graph.sick(name, Kind.MALFUNCTIONING, at);
            case 4 ->
                graph.symptom(
                                name,
                                Kind.BEYOND_THRESHOLD,
                                SIGNALS.get(1 + random.nextInt(2)),
                                at,
                                random.nextBoolean() ? Response.HEAL : Response.PAGE)
                        .healthy(at, name);
            case 5 ->
                graph.sick(name, Kind.DOWN, at).symptom(name, Kind.SENSOR_FAULT, Signals.TCP_STATE, at, Response.PAGE);
            default -> graph.suspect(name);
        }
    }

    private interface Property {
        void check(Case graph, List<Diagnosis> diagnoses);
    }

    private static void holds(Property property) {
        for (long seed = 0; seed < GRAPHS; seed++) {
            Case graph = random(seed, seed % 3 == 0);
            long told = seed;
            assertThatCode(() -> property.check(graph, graph.diagnoses()))
                    .as("seed %d", told)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void every_symptom_is_in_exactly_one_diagnosis() {
        holds((graph, diagnoses) -> assertThat(diagnoses.stream().flatMap(d -> d.symptoms().stream()))
                .containsExactlyInAnyOrderElementsOf(graph.holding));
    }

    @Test
    void whoever_is_blamed_shows_a_symptom_of_its_own_and_no_two_diagnoses_blame_the_same() {
        holds((graph, diagnoses) -> {
            assertThat(diagnoses)
                    .allMatch(d -> d.cause().isEmpty()
                            || d.symptoms().stream()
                                    .map(Symptom::element)
                                    .anyMatch(d.cause().get().element()::equals));
            assertThat(diagnoses.stream().flatMap(d -> d.cause().stream()).map(Cause::element))
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void whoever_suffers_needs_the_one_that_is_blamed() {
        holds((graph, diagnoses) -> {
            Model model = graph.model();
            for (Diagnosis diagnosis : diagnoses) {
                if (diagnosis.cause().isEmpty()) continue;
                ElementId root = diagnosis.cause().get().element();
                for (ElementId sufferer : diagnosis.blastRadius())
                    assertThat(model.allDependencies(sufferer)).contains(root);
            }
        });
    }

    @Test
    void the_end_of_a_process_is_always_blamed_on_itself() {
        holds((graph, diagnoses) -> {
            for (Diagnosis diagnosis : diagnoses)
                for (Symptom symptom : diagnosis.symptoms())
                    if (symptom.signal().equals(Signals.PROCESS_STATE))
                        assertThat(diagnosis.cause().orElseThrow().element()).isEqualTo(symptom.element());
        });
    }

    @Test
    void the_same_arguments_give_the_same_diagnoses() {
        holds((graph, diagnoses) -> assertThat(graph.diagnoses()).isEqualTo(diagnoses));
    }

    @Test
    void nobody_waits_for_ever() {
        holds((graph, diagnoses) ->
                assertThat(graph.time(60).diagnoses()).allMatch(d -> d.cause().isPresent()));
    }

    @Test
    void the_order_of_the_symptoms_does_not_matter() {
        holds((graph, diagnoses) -> {
            Set<String> before = causes(diagnoses);
            java.util.Collections.reverse(graph.holding);
            assertThat(causes(graph.diagnoses())).isEqualTo(before);
        });
    }

    private static Set<String> causes(List<Diagnosis> diagnoses) {
        return diagnoses.stream()
                .map(d -> d.cause().map(c -> c.element() + " " + c.kind()).orElse("none") + " " + d.blastRadius())
                .collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void a_thousand_sick_callers_and_a_deep_chain_are_explained_in_bounded_time() {
        Case wide = new Case().process("store").exited("store", 1);
        for (int i = 0; i < 1_000; i++) wide.process("c" + i, "store").sick("c" + i, Kind.MALFUNCTIONING, 2);
        Case deep = new Case().process("e0").exited("e0", 1);
        for (int i = 1; i < 200; i++) deep.process("e" + i, "e" + (i - 1)).sick("e" + i, Kind.MALFUNCTIONING, 2);
        long before = System.nanoTime();
        assertThat(wide.diagnosis().blastRadius()).hasSize(1_000);
        assertThat(deep.diagnosis().blastRadius()).hasSize(199);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
}
