package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What several sensors last said of one measured signal against one threshold: where they contradict, nobody is believed. */
final class Witnesses {
    /** A word older than this does not speak against a new one. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    /** More sensors on one signal are not compared. */
    private static final int MOST = 8;

    private record Word(Instant at, Verdict verdict, double value, String unit) {}

    private final Map<String, Word> words = new LinkedHashMap<>();

    /** Takes a word and says who contradicts it, in words; empty when nobody does. */
    String contradiction(Observation observation, Reading.Measured measured, Verdict verdict) {
        String sensor = observation.sensor();
        if (words.size() < MOST || words.containsKey(sensor))
            words.put(sensor, new Word(observation.at(), verdict, measured.value(), measured.unit()));
        if (words.size() < 2 || verdict == Verdict.NEITHER) return "";
        for (Map.Entry<String, Word> other : words.entrySet()) {
            Word word = other.getValue();
            boolean opposite = word.verdict != Verdict.NEITHER && word.verdict != verdict;
            if (other.getKey().equals(sensor) || !opposite) continue;
            if (word.at.isBefore(observation.at().minus(FRESH))) continue;
            return String.format(
                    Locale.ROOT,
                    "it says %.4g %s, and sensor %s says %.4g %s",
                    measured.value(),
                    measured.unit(),
                    other.getKey(),
                    word.value,
                    word.unit);
        }
        return "";
    }
}
