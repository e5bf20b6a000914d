package io.x0tta6bl4.analyze.provider.series;

import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.SignalDetector;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;

/** Observations a second of processor time of one thread, after a round to warm up; five rounds, each printed. */
final class Bench {
    private static final int SIGNALS = 20;
    private static final int COLUMNS = 19;

    private Bench() {}

    public static void main(String[] words) {
        for (int round = 0; round <= 5; round++) {
            double screen = signals(Depth.SCREEN, 20_000);
            double full = signals(Depth.FULL, 2_000);
            double joint = joint(8_000);
            if (round > 0)
                System.out.printf(
                        "screen %,.0f  full %,.0f  together %,.0f observations per CPU-second%n", screen, full, joint);
        }
    }

    private static double signals(Depth depth, int rows) {
        SignalDetector[] detectors = new SignalDetector[SIGNALS];
        for (int s = 0; s < SIGNALS; s++) detectors[s] = new SeriesDetection().signal(depth);
        Random noise = new Random(1);
        long before = cpu();
        for (int i = 0; i < rows; i++) {
            Instant at = Instant.ofEpochSecond(300L * i);
            double wave = 10 * Math.sin(2 * Math.PI * i / 288);
            for (SignalDetector detector : detectors) detector.next(at, wave + noise.nextGaussian());
        }
        return (double) SIGNALS * rows / (cpu() - before) * 1e9;
    }

    private static double joint(int rows) {
        JointDetector detector = new SeriesDetection()
                .joint(IntStream.range(0, COLUMNS).mapToObj(c -> "s" + c).toList());
        Random noise = new Random(2);
        double[] row = new double[COLUMNS];
        long before = cpu();
        for (int i = 0; i < rows; i++) {
            double wave = 10 * Math.sin(2 * Math.PI * i / 288);
            for (int c = 0; c < COLUMNS; c++) row[c] = wave + noise.nextGaussian();
            detector.next(row);
        }
        return (double) COLUMNS * rows / (cpu() - before) * 1e9;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
