package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random graphs of dependencies and faults at random moments: the sick are healed, nobody else is touched. */
class RandomFaultsTest {
    private static final int SEEDS = Integer.getInteger("faults.seeds", 15);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    private static Town town(Random random, int size) {
        Town town = new Town(random);
        List<String> names = IntStream.range(0, size).mapToObj(i -> "p" + i).toList();
        for (int i = 0; i < size; i++) {
            Map<String, Boolean> needs = new HashMap<>();
            for (int j = 0; j < i; j++)
                if (random.nextInt(Math.max(2, i)) == 0) needs.put(names.get(j), random.nextInt(4) != 0);
            town.citizen(names.get(i), needs);
        }
        return town.open();
    }

    private static String any(Town town, Random random) {
        return town.names().get(random.nextInt(town.names().size()));
    }

    private static void check(Town town, int faults) {
        String all = town.words();
        assertThat(town.wrongs).as(all).isEmpty();
        for (Incident incident : town.scene.engine.incidents.all())
            assertThat(town.faulted)
                    .as("incident on a healthy element\n" + town.words())
                    .contains(incident.element().value());
        assertThat(town.scene.commands()).as(all).hasSizeLessThanOrEqualTo(2 * faults);
        assertThat(town.scene.plant.pages).as(all).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void one_fault_at_a_random_moment_is_healed_where_it_is(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 3 + random.nextInt(10))) {
            town.steps(random.nextInt(20));
            String victim = any(town, random);
            switch (random.nextInt(3)) {
                case 0 -> town.kill(victim);
                case 1 -> town.hang(victim);
                default -> town.spoil(victim);
            }
            assertThat(town.quiet(200)).as(town.words()).isTrue();
            town.steps(60);
            check(town, 1);
            assertThat(town.scene.engine.incidents.all()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_process_killed_again_at_an_odd_moment_is_healed_again_and_nobody_else_is_touched(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 3 + random.nextInt(10))) {
            String victim = any(town, random);
            town.kill(victim);
            town.steps(1 + random.nextInt(14));
            town.kill(victim);
            assertThat(town.quiet(900)).as(town.words()).isTrue();
            town.steps(60);
            check(town, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void two_faults_at_any_two_moments_are_both_healed(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 4 + random.nextInt(10))) {
            for (int i = 0; i < 2; i++) {
                String victim = any(town, random);
                if (random.nextBoolean()) town.kill(victim);
                else town.hang(victim);
                town.steps(random.nextInt(25));
            }
            assertThat(town.quiet(900)).as(town.words()).isTrue();
            town.steps(60);
            check(town, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_an_operator_stops_and_starts_leads_to_no_action_at_all(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 3 + random.nextInt(10))) {
            String stopped = any(town, random);
            town.stop(stopped);
            town.steps(random.nextInt(200));
            town.startAgain(stopped);
            town.steps(150);
            assertThat(town.scene.commands()).as(town.words()).isEmpty();
            assertThat(town.scene.engine.incidents.all()).isEmpty();
            assertThat(town.scene.engine.analysis().holding()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void single_bad_answers_and_a_sensor_that_lies_lead_to_no_action(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 3 + random.nextInt(10))) {
            String liar = any(town, random);
            for (int i = 0; i < 20; i++) {
                town.blip(any(town, random));
                for (int step = 0; step < 20; step++) {
                    if (i < 5) town.lie(liar, random.nextBoolean() ? "wrong" : "unresponsive");
                    town.step();
                }
            }
            assertThat(town.scene.commands()).as(town.words()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_kill_while_an_operator_has_stopped_something_is_healed_and_the_stopped_stays_stopped(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 3 + random.nextInt(10))) {
            String stopped = any(town, random);
            String victim = any(town, random);
            if (victim.equals(stopped)) return;
            town.stop(stopped);
            town.steps(random.nextInt(40));
            town.kill(victim);
            town.steps(random.nextInt(300));
            town.startAgain(stopped);
            assertThat(town.quiet(900)).as(town.words()).isTrue();
            town.steps(60);
            assertThat(town.wrongs).as(town.words()).isEmpty();
            assertThat(town.scene.commands()).as(town.words()).allMatch(c -> c.endsWith(" " + victim));
            assertThat(town.scene.plant.pages).as(town.words()).isEmpty();
        }
    }

    @Test
    void two_unrelated_kills_at_once_are_healed_within_two_seconds() {
        try (Town town = town(new Random(1), 1)) {
            town.citizen("a", Map.of()).citizen("b", Map.of()).open();
            town.kill("a");
            town.kill("b");
            assertThat(town.quiet(20)).isTrue();
            check(town, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void five_of_twenty_killed_at_once_are_healed_in_the_order_of_their_needs(long seed) {
        Random random = new Random(seed);
        try (Town town = town(random, 20)) {
            List<String> victims = new java.util.ArrayList<>(town.names());
            java.util.Collections.shuffle(victims, random);
            victims = victims.subList(0, 5);
            victims.forEach(town::kill);
            assertThat(town.quiet(100)).as(town.words()).isTrue();
            check(town, 5);
            List<String> order = town.scene.commands().stream()
                    .map(c -> c.split(" ")[1])
                    .distinct()
                    .toList();
            var model = town.scene.engine.model();
            for (String one : order)
                for (String other : order)
                    if (model.allDependencies(new io.x0tta6bl4.knowledge.api.element.ElementId(one))
                            .contains(new io.x0tta6bl4.knowledge.api.element.ElementId(other)))
                        assertThat(order.indexOf(other)).isLessThan(order.indexOf(one));
        }
    }
}
