package io.x0tta6bl4.analyze.provider.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.api.SignalDetector;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Series in which nothing happens, of many paces, units and shapes: how many alarms they raise is the budget of the level. */
class BudgetTest {
    /** A series: seconds between values, how many, its level, its noise, its daily wave, what weekends miss, what a step adds. */
    private record Plain(
            int step,
            int rows,
            double level,
            double noise,
            double wave,
            double weekend,
            double trend,
            boolean counted) {
        double at(int row, Random random) {
            double day = (double) row * step / 86_400;
            double value = level
                    + noise * random.nextGaussian()
                    + (step < 86_400 ? wave * Math.sin(2 * Math.PI * day) : 0)
                    - ((long) day % 7 >= 5 ? weekend : 0)
                    + trend * row;
            return counted ? Math.max(0, Math.rint(value)) : value;
        }
    }

    private static final List<Plain> PLAIN = List.of(
            new Plain(1, 6_000, 50, 5, 0, 0, 0, false),
            new Plain(1, 6_000, 20, 4, 0, 0, 0, true),
            new Plain(60, 12_000, 1_000, 10, 50, 0, 0, false),
            new Plain(60, 12_000, 1e-7, 1e-9, 3e-9, 0, 0, false),
            new Plain(60, 12_000, -1e12, 1e10, 3e10, 0, 0, false),
            new Plain(300, 8_000, 100, 2, 8, 0, 0.02, false),
            new Plain(3_600, 2_000, 1_000, 50, 200, 300, 0, false),
            new Plain(86_400, 700, 1_000, 30, 0, 150, 0, false),
            new Plain(86_400, 700, 100, 3, 0, 0, 0.15, false));

    private static long begun(Depth depth) {
        long begun = 0;
        for (int s = 0; s < PLAIN.size(); s++) {
            SignalDetector detector = new SeriesDetection().signal(depth);
            Random random = new Random(s);
            Plain plain = PLAIN.get(s);
            boolean before = false;
            for (int row = 0; row < plain.rows(); row++) {
                boolean alarm = detector.next(
                                Instant.ofEpochSecond(1_700_000_000L + (long) row * plain.step()),
                                plain.at(row, random))
                        .alarm();
                if (alarm && !before) begun++;
                before = alarm;
            }
        }
        return begun;
    }

    @Test
    void where_nothing_happens_there_is_at_most_one_alarm_in_a_thousand_values_by_all_members() {
        long rows = PLAIN.stream().mapToLong(Plain::rows).sum();
        long full = begun(Depth.FULL);
        long screen = begun(Depth.SCREEN);
        String counted = "values " + rows + ", alarms by all members " + full + ", by the cheap ones " + screen;
        assertThat((double) rows / full).as(counted).isBetween(1_000.0, 3_000.0);
        assertThat((double) rows / screen).as(counted).isGreaterThan(1_000.0);
    }
}
