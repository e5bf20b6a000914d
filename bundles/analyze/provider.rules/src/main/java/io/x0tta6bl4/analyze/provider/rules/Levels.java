package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Compares a level, or its change per minute over the threshold's window, with the levels that fire and clear. */
final class Levels {
    private static final Duration SILENT = Duration.ofSeconds(30);

    private record Sample(Instant at, double value) {}

    private final Threshold threshold;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private String sampled = "";

    Levels(Threshold threshold) {
        this.threshold = threshold;
    }

    Threshold threshold() {
        return threshold;
    }

    /** A change is that of one sensor: between two sensors nothing changed. */
    Verdict judge(Observation observation, double value, boolean hysteresis) {
        Instant at = observation.at();
        double compared = value;
        if (threshold.measure() == Measure.CHANGE_PER_MINUTE) {
            if (sampled.isEmpty()) sampled = observation.sensor();
            if (!sampled.equals(observation.sensor()) && !takesOver(at)) return Verdict.NEITHER;
            sampled = observation.sensor();
            samples.addLast(new Sample(at, value));
            while (samples.size() > threshold.window() + 1) samples.removeFirst();
            if (samples.size() < 2 || samples.getFirst().at().equals(at)) return Verdict.NEITHER;
            Sample first = samples.getFirst();
            double minutes = Duration.between(first.at(), at).toNanos() / 60e9;
            compared = (value - first.value()) / minutes;
        }
        if (beyond(compared, threshold.fire())) return Verdict.BAD;
        return !hysteresis || !beyond(compared, threshold.clear()) ? Verdict.GOOD : Verdict.NEITHER;
    }

    /** Whether the sensor that was followed so far has fallen silent, so that another one is followed from now on. */
    private boolean takesOver(Instant at) {
        if (!samples.isEmpty() && samples.getLast().at().isAfter(at.minus(SILENT))) return false;
        samples.clear();
        return true;
    }

    void save(NotesWriter out) {
        out.each(samples, sample -> out.instant(sample.at()).real(sample.value()));
    }

    void restore(NotesReader in) {
        samples.addAll(read(in));
    }

    static void skip(NotesReader in) {
        read(in);
    }

    private static List<Sample> read(NotesReader in) {
        return in.each(() -> new Sample(in.instant(), in.real()));
    }

    private boolean beyond(double value, double level) {
        return threshold.direction() == Direction.ABOVE ? value > level : value < level;
    }

    String sentence(Reading.Measured measured) {
        String what = threshold.measure() == Measure.LEVEL ? "is" : "changes too fast at";
        return String.format(
                Locale.ROOT,
                "%s %s %.4g %s, limit %s %.4g%s",
                threshold.signal(),
                what,
                measured.value(),
                measured.unit(),
                threshold.direction().name().toLowerCase(Locale.ROOT),
                threshold.fire(),
                threshold.measure() == Measure.LEVEL ? "" : " per minute");
    }
}
