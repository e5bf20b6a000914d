package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Series made up from a seed, of many shapes and paces, with nothing in them or with one anomaly whose place is known. No public
 * exam has a part in them: they are for choosing, and other seeds for looking at what was chosen.
 *
 * @param shape what it looks like
 * @param fault what goes wrong; {@link Fault#NONE} for nothing
 * @param step seconds between two values
 * @param values its values; NaN where one is missing
 * @param from the first row of the anomaly; -1 without one
 * @param to the row behind its last
 */
record MadeSeries(Shape shape, Fault fault, int step, double[] values, int from, int to) {
    static final int[] PACES = {1, 10, 60, 300, 3_600};
    static final long BEGIN = 1_704_067_200L;
    private static final int DAY = 86_400;

    /** What a series looks like. */
    enum Shape {
        NOISE,
        DAY,
        WEEK,
        TREND,
        SLUGGISH,
        COUNTS,
        HEAVY_TAIL,
        SAWTOOTH,
        HOURLY_JOB,
        ON_AND_OFF,
        WANDERING,
        FEW_LEVELS
    }

    /** What goes wrong in it. */
    enum Fault {
        NONE,
        SPIKE,
        LEVEL,
        SPREAD,
        FROZEN,
        DRIFT,
        DROPOUT,
        NO_SEASON
    }

    static MadeSeries of(Shape shape, Fault fault, int step, long seed) {
        return of(shape, fault, step, seed, step == 3_600 ? 2_000 : 4_000);
    }

    static MadeSeries of(Shape shape, Fault fault, int step, long seed, int rows) {
        SplittableRandom random = new SplittableRandom(
                seed * 1_000_003 + shape.ordinal() * 7_919L + fault.ordinal() * 104_729L + step * 31L);
        Drawn drawn = new Drawn(random);
        double[] values = drawn.values(shape, step, rows);
        int from = -1;
        int to = -1;
        if (fault != Fault.NONE) {
            from = (int) (rows * random.nextDouble(0.55, 0.85));
            to = Math.min(rows, from + length(fault, step, random));
            drawn.spoil(values, fault, from, to);
        }
        if (random.nextInt(4) == 0) for (int i = 0; i < rows; i++) if (random.nextInt(100) == 0) values[i] = Double.NaN;
        return new MadeSeries(shape, fault, step, values, from, to);
    }

    private static int length(Fault fault, int step, RandomGenerator random) {
        return switch (fault) {
            case NONE -> 0;
            case SPIKE -> random.nextInt(1, 4);
            case LEVEL, SPREAD -> 150;
            case FROZEN -> 100;
            case DRIFT -> 300;
            case DROPOUT -> 30;
            case NO_SEASON -> Math.clamp(DAY / step, 48, 300);
        };
    }

    /** The numbers drawn for one series: level, spread, wave, unit. */
    private static final class Drawn {
        private final RandomGenerator random;
        private final double unit;
        private final double level;
        private final double noise;
        private final double wave;
        private final double phase;
        private double state;

        Drawn(RandomGenerator random) {
            this.random = random;
            this.unit = Math.pow(10, random.nextInt(-4, 7));
            this.noise = random.nextDouble(0.5, 2);
            this.level = random.nextDouble(10, 200);
            this.wave = random.nextDouble(4, 20);
            this.phase = random.nextDouble(2 * Math.PI);
        }

        double[] values(Shape shape, int step, int rows) {
            double[] values = new double[rows];
            for (int i = 0; i < rows; i++) values[i] = unit * value(shape, step, i);
            return values;
        }

        private double day(int step, int row) {
            return wave * Math.sin(2 * Math.PI * row * step / DAY + phase);
        }

        private double value(Shape shape, int step, int i) {
            double g = random.nextGaussian();
            return switch (shape) {
                case NOISE -> level + noise * g;
                case DAY -> level + day(step, i) + noise * g;
                case WEEK -> level + day(step, i) * ((long) i * step / DAY % 7 >= 5 ? 0.3 : 1) + noise * g;
                case TREND -> level + 20.0 * i / 4_000 * noise + day(step, i) / 2 + noise * g;
                case SLUGGISH -> level + (state = 0.95 * state + noise * 0.4 * g);
                case COUNTS -> poisson(Math.max(0.3, 4 + day(step, i) / 5));
                case HEAVY_TAIL -> level * 0.1 * Math.exp(0.7 * g);
                case SAWTOOTH -> level + (state = state > 60 ? 0 : state + random.nextDouble(1)) + 0.3 * noise * g;
                case HOURLY_JOB ->
                    level
                            + noise * g
                            + (Math.floorMod((long) i * step, 3_600L) < Math.max(step, 120) && step < 3_600 ? 15 : 0);
                case ON_AND_OFF -> {
                    if (random.nextInt(60) == 0) state = 1 - state;
                    yield level + state * 30 + noise * g;
                }
                case WANDERING -> level + (state += 0.3 * noise * g);
                case FEW_LEVELS -> Math.rint(level / 10 + 0.6 * g);
            };
        }

        private double poisson(double mean) {
            double limit = Math.exp(-mean);
            double product = random.nextDouble();
            int n = 0;
            while (product > limit) {
                n++;
                product *= random.nextDouble();
            }
            return n;
        }

        void spoil(double[] values, Fault fault, int from, int to) {
            double[] before = Arrays.copyOf(values, from);
            double[] sorted = before.clone();
            Arrays.sort(sorted);
            double body = sorted[(int) (0.95 * from)] - sorted[(int) (0.05 * from)];
            double median = sorted[from / 2];
            double sign = random.nextBoolean() ? 1 : -1;
            for (int i = from; i < to; i++) {
                double share = (double) (i - from + 1) / (to - from);
                values[i] = switch (fault) {
                    case NONE -> values[i];
                    case SPIKE -> values[i] + sign * 2 * body;
                    case LEVEL -> values[i] + sign * 1.2 * body;
                    case SPREAD -> median + (values[i] - median) + random.nextGaussian() * body;
                    case FROZEN -> values[from - 1];
                    case DRIFT -> values[i] + sign * 1.5 * body * share;
                    case DROPOUT -> 0;
                    case NO_SEASON -> sorted[(int) (0.1 * from)] + noise * unit * 0.3 * random.nextGaussian();
                };
            }
        }
    }
}
