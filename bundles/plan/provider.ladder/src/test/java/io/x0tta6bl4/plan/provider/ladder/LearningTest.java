package io.x0tta6bl4.plan.provider.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.store.Belief;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.Experience.Tally;
import io.x0tta6bl4.plan.api.Situation;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A world in which actions help with a probability that nobody knows and that changes; the planner learns from what came of them. */
class LearningTest {
    private static final String KILL = "process.kill";
    private static final String RESTORE = "configuration.restore+process.restart";
    private static final int INCIDENTS = 200;

    /** Attempts that did not help, of incidents each with its luck. */
    private static int wasted(boolean learns, long seed, Map<String, Double> before, Map<String, Double> after) {
        SplittableRandom luck = new SplittableRandom(seed);
        Map<String, Tally> known = Map.of();
        int wasted = 0;
        for (int i = 0; i < INCIDENTS; i++) {
            Setting setting = Setting.process(Cause.Kind.HANG).incident((int) seed * 1_000 + i);
            for (int tries = 0; tries < 4; tries++) {
                if (learns) known.forEach(setting::knows);
                var plan = setting.fails();
                if (plan.actions().getFirst().page().isPresent()) break;
                String step = Situation.rung(
                        plan.actions().stream().map(a -> a.command()).toList());
                boolean helped = luck.nextDouble() < (i < INCIDENTS / 2 ? before : after).get(step);
                known = Experience.after(known, step, helped);
                if (helped) break;
                wasted++;
            }
        }
        return wasted;
    }

    @Test
    void regret_is_below_that_of_the_catalogue_alone_when_the_better_action_is_the_second() {
        Map<String, Double> world = Map.of(KILL, 0.3, RESTORE, 0.9);
        int learning = 0;
        int alone = 0;
        for (int seed = 1; seed <= 3; seed++) {
            learning += wasted(true, seed, world, world);
            alone += wasted(false, seed, world, world);
        }
        assertThat((double) learning / alone).as(learning + " of " + alone).isLessThan(0.74);
    }

    @Test
    void after_the_world_changed_it_learns_anew() {
        Map<String, Double> before = Map.of(KILL, 0.1, RESTORE, 0.9);
        Map<String, Double> after = Map.of(KILL, 0.9, RESTORE, 0.1);
        int learning = 0;
        int alone = 0;
        for (int seed = 1; seed <= 3; seed++) {
            learning += wasted(true, seed, before, after);
            alone += wasted(false, seed, before, after);
        }
        assertThat((double) learning / alone).as(learning + " of " + alone).isLessThan(0.74);
    }

    @Test
    void what_helped_for_a_hundred_incidents_and_no_longer_does_is_second_within_fifty() {
        Map<String, Tally> known = new HashMap<>();
        for (int i = 0; i < 100; i++) known = Experience.after(known, KILL, true);
        known = Experience.after(known, RESTORE, true);
        int first = 0;
        for (int i = 0; i < 50; i++) {
            known = Experience.after(known, KILL, false);
            known = Experience.after(known, RESTORE, true);
        }
        for (int i = 0; i < 100; i++) {
            Setting setting = Setting.process(Cause.Kind.HANG).incident(i);
            known.forEach(setting::knows);
            if (Setting.names(setting.plan()).contains("configuration.restore")) first++;
        }
        assertThat(first).isGreaterThan(95);
    }

    @Test
    void a_belief_is_the_beta_distribution() {
        assertThat(Belief.UNTRIED.mean()).isEqualTo(0.5);
        assertThat(Belief.UNTRIED.quantile(0.95)).isCloseTo(0.95, org.assertj.core.data.Offset.offset(0.001));
        // Beta(1, 6): 1 - (1 - q)^6 = 0.95
        assertThat(new Belief(0, 5).quantile(0.95))
                .isCloseTo(1 - Math.pow(0.05, 1.0 / 6), org.assertj.core.data.Offset.offset(0.001));
        // Beta(4, 1): q^4 = 0.05
        assertThat(new Belief(3, 0).quantile(0.05))
                .isCloseTo(Math.pow(0.05, 0.25), org.assertj.core.data.Offset.offset(0.001));
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        for (int i = 0; i < 2_000; i++) sum += new Belief(7, 3).draw(random);
        assertThat(sum / 2_000).isCloseTo(8.0 / 12, org.assertj.core.data.Offset.offset(0.01));
    }
}
