package io.x0tta6bl4.analyze.provider.series;

import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.SignalDetector;
import io.x0tta6bl4.analyze.provider.series.MadeSeries.Fault;
import io.x0tta6bl4.analyze.provider.series.MadeSeries.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What detectors make of series that were made up: false alarms where nothing happens, and which anomalies are seen. */
final class MadeBench {
    /** An alarm that begins so many rows after an anomaly is still its. */
    private static final int LATE = 15;

    /**
     * What came of one series.
     *
     * @param series the series
     * @param judged values with a score
     * @param falseAlarms that began outside of the anomaly
     * @param seen whether one began within
     */
    record Found(MadeSeries series, int judged, int falseAlarms, boolean seen) {}

    private MadeBench() {}

    static Found run(MadeSeries series, Depth depth) {
        SignalDetector detector = new SeriesDetection().signal(depth);
        int judged = 0;
        int wrong = 0;
        boolean seen = false;
        boolean before = false;
        for (int i = 0; i < series.values().length; i++) {
            double value = series.values()[i];
            if (Double.isNaN(value)) continue;
            Judgement said = detector.next(Instant.ofEpochSecond(MadeSeries.BEGIN + (long) i * series.step()), value);
            if (said.score().isPresent()) judged++;
            boolean within = series.from() >= 0 && i >= series.from() && i < series.to() + LATE;
            if (said.score().orElse(0) >= Judgement.THRESHOLD && within) seen = true;
            // what a return to the usual sets off is no false alarm
            boolean after = series.from() >= 0 && i >= series.from() && i < series.to() + 120;
            if (said.alarm() && !before && !after) wrong++;
            before = said.alarm();
        }
        return new Found(series, judged, wrong, seen);
    }

    /** @param rows of each series; 0 for as many as are usual */
    static List<Found> all(Depth depth, long seed, int each, int rows) {
        List<MadeSeries> made = new ArrayList<>();
        for (int s = 0; s < each; s++)
            for (Shape shape : Shape.values())
                for (int pace : MadeSeries.PACES)
                    for (Fault fault : Fault.values())
                        made.add(
                                rows == 0
                                        ? MadeSeries.of(shape, fault, pace, seed + s)
                                        : MadeSeries.of(shape, fault, pace, seed + s, rows));
        return made.parallelStream().map(series -> run(series, depth)).toList();
    }

    public static void main(String[] words) {
        Depth depth = Depth.valueOf(words[0]);
        List<Found> found = all(
                depth,
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                words.length < 4 ? 0 : Integer.parseInt(words[3]));
        long judged = found.stream().mapToLong(Found::judged).sum();
        long wrong = found.stream().mapToLong(Found::falseAlarms).sum();
        System.out.printf(
                "%s seed %s: one false alarm in %.0f values (%d in %d)%n",
                depth, words[1], judged / (double) wrong, wrong, judged);
        for (Shape shape : Shape.values())
            line(
                    shape.name(),
                    found.stream().filter(f -> f.series().shape() == shape).toList());
        for (int pace : MadeSeries.PACES)
            line(
                    pace + " s",
                    found.stream().filter(f -> f.series().step() == pace).toList());
        System.out.println("seen by fault and shape:");
        for (Fault fault : Fault.values()) {
            if (fault == Fault.NONE) continue;
            StringBuilder text = new StringBuilder();
            for (Shape shape : Shape.values()) {
                List<Found> here = found.stream()
                        .filter(f -> f.series().fault() == fault && f.series().shape() == shape)
                        .toList();
                text.append(String.format(
                        "%5d/%d", here.stream().filter(Found::seen).count(), here.size()));
            }
            List<Found> all =
                    found.stream().filter(f -> f.series().fault() == fault).toList();
            System.out.printf(
                    "%-10s %3d of %3d  %s%n",
                    fault, all.stream().filter(Found::seen).count(), all.size(), text);
        }
    }

    private static void line(String name, List<Found> found) {
        long judged = found.stream().mapToLong(Found::judged).sum();
        long wrong = found.stream().mapToLong(Found::falseAlarms).sum();
        System.out.printf("  %-12s one in %6.0f%n", name, judged / (double) Math.max(1, wrong));
    }
}
