package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import java.util.Arrays;
import java.util.Optional;

/** Extra seconds or extra failed calls of a node: what each call takes too much, times the calls. */
final class Extras {
    private final Measured measured;
    private final Measure measure;
    private final Tuning tuning;
    private final boolean trimmed;

    Extras(Measured measured, Measure measure, Tuning tuning) {
        this.measured = measured;
        this.measure = measure;
        this.tuning = tuning;
        this.trimmed = measure != Measure.FAILURES; // a row of failures is many calls already
    }

    Optional<Flow.Extra> of(String node) {
        return measured.first(node, measure).flatMap(track -> {
            double[] before = track.before();
            double median = Numbers.median(before);
            if (Double.isNaN(median)) return Optional.empty();
            Optional<Track> calls = measured.first(node, Measure.CALLS);
            double[] load = calls.map(Track::since).orElse(ones(track.since().length));
            double[] usualLoad = calls.map(Track::before).orElse(ones(before.length));
            return Optional.of(extra(track, median, load, usualLoad));
        });
    }

    private Flow.Extra extra(Track track, double median, double[] load, double[] usualLoad) {
        double[] since = track.since();
        double[] before = track.before();
        int quiet = measured.quiet();
        double base = Math.max(median, Deviation.leadIn(before, since, quiet, false, median));
        double amount = amount(since, load, quiet, since.length, base);
        int rows = since.length - quiet;
        double[] windows = new double[Math.max(0, before.length - rows + 1)];
        for (int i = 0; i < windows.length; i++) windows[i] = amount(before, usualLoad, i, i + rows, median);
        double usual = Numbers.quantile(windows, tuning.spreadQuantile());
        double calls = Arrays.stream(Arrays.copyOfRange(load, quiet, load.length))
                .filter(Double::isFinite)
                .sum();
        double least = measure == Measure.FAILURES
                ? tuning.failureFloor() * calls
                : tuning.relativeFloor() * Math.abs(median) * calls;
        return new Flow.Extra(amount, Math.max(Double.isNaN(usual) ? 0 : usual, Math.max(least, 1e-12)));
    }

    /** One row alone counts no more than the next best: a single outlier is no change that lasts. */
    private double amount(double[] values, double[] load, int from, int to, double base) {
        double sum = 0;
        double most = 0;
        double second = 0;
        for (int i = from; i < to; i++) {
            double calls = i < load.length && Double.isFinite(load[i]) ? load[i] : 0;
            double extra = Double.isFinite(values[i]) && values[i] > base ? calls * (values[i] - base) : 0;
            sum += extra;
            if (extra > most) {
                second = most;
                most = extra;
            } else if (extra > second) second = extra;
        }
        return trimmed && to - from >= 2 ? sum - most + second : sum;
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
