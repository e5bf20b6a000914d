package io.x0tta6bl4.analyze.provider.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.provider.series.MadeSeries.Fault;
import io.x0tta6bl4.analyze.provider.series.MadeSeries.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small part of what {@link MadeBench} shows, on a seed that nothing was chosen by. */
class MadeSeriesTest {
    private static final int SEED = 2_026;

    private static List<MadeBench.Found> found(Fault fault) {
        return Arrays.stream(Shape.values())
                .map(shape -> MadeBench.run(MadeSeries.of(shape, fault, 60, SEED), Depth.FULL))
                .toList();
    }

    @Test
    void an_instrument_that_stands_still_is_seen_in_every_shape() {
        assertThat(found(Fault.FROZEN)).as("shapes").allMatch(MadeBench.Found::seen);
    }

    private static double valuesForOneAlarm(List<MadeBench.Found> quiet) {
        long judged = quiet.stream().mapToLong(MadeBench.Found::judged).sum();
        long wrong = quiet.stream().mapToLong(MadeBench.Found::falseAlarms).sum();
        return (double) judged / Math.max(1, wrong);
    }

    @Test
    void what_is_usual_raises_few_alarms() {
        assertThat(valuesForOneAlarm(found(Fault.NONE))).isGreaterThan(1_000);
    }

    @Test
    void a_new_extreme_among_few_values_is_no_alarm_and_a_shift_is_one() {
        List<MadeBench.Found> quiet = Arrays.stream(Shape.values())
                .map(shape -> MadeBench.run(MadeSeries.of(shape, Fault.NONE, 10, SEED, 700), Depth.FULL))
                .toList();
        List<MadeBench.Found> shifted = Arrays.stream(Shape.values())
                .map(shape -> MadeBench.run(MadeSeries.of(shape, Fault.LEVEL, 10, SEED, 700), Depth.FULL))
                .toList();
        assertThat(valuesForOneAlarm(quiet)).isGreaterThan(700);
        assertThat(shifted.stream().filter(MadeBench.Found::seen)).hasSizeGreaterThanOrEqualTo(10);
    }
}
