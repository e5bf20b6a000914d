package io.x0tta6bl4.monitor.api.probe;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Makes one observation of an element out of the last verdicts of all its probes: the worst counts. A good answer of one
 * probe says nothing of the state while another probe's last answer is bad; so each failure is counted once.
 */
public final class Panel {
    private final ElementId element;
    private final Words words;
    private final Map<Integer, Verdict> last = new TreeMap<>(); // by index of the probe

    /**
     * What the observations are called.
     *
     * @param sensor the name of the sensor
     * @param state its signal of the state
     * @param latency its signal of the time to the answer
     * @param status its signal of the code of the answer, if answers have one
     */
    public record Words(String sensor, String state, String latency, Optional<String> status) {}

    public Panel(ElementId element, Words words) {
        this.element = element;
        this.words = words;
    }

    /** What is to be observed after this verdict of this probe. */
    public synchronized List<Observation> hear(int probe, Verdict verdict, Instant at) {
        if (verdict.standing() == Verdict.Standing.NOT_ASKED)
            return List.of(Observation.absent(element, words.state(), verdict.detail(), at, words.sensor()));
        last.put(probe, verdict);
        List<Verdict> known = List.copyOf(last.values());
        Verdict worst =
                known.stream().max(Comparator.comparing(Verdict::standing)).orElse(verdict);
        List<Observation> seen = new ArrayList<>();
        if (verdict.bad() || worst.good())
            seen.add(Observation.state(
                    element, words.state(), worst.standing().word(), worst.detail(), at, words.sensor()));
        OptionalDouble slowest = known.stream()
                .flatMap(v -> v.millis().stream().boxed())
                .mapToDouble(d -> d)
                .max();
        boolean answered = verdict.millis().isPresent() && slowest.isPresent();
        seen.add(number(words.latency(), answered, slowest.orElse(0), verdict, at));
        words.status()
                .ifPresent(status -> seen.add(number(
                        status, worst.status().isPresent(), worst.status().orElse(0), worst, at)));
        return seen;
    }

    private Observation number(String signal, boolean there, double value, Verdict verdict, Instant at) {
        Reading reading = there
                ? new Reading.Measured(value, Signals.UNITS.get(signal))
                : new Reading.Absent("no answer: " + verdict.detail());
        return new Observation(
                element,
                signal,
                reading,
                at,
                words.sensor(),
                Observation.Provenance.OBSERVED,
                Observation.Quality.GOOD,
                "");
    }
}
