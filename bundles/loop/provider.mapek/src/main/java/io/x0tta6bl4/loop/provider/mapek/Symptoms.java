package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Questions about groups of symptoms. */
final class Symptoms {
    private Symptoms() {}

    static Set<String> keys(List<Symptom> symptoms) {
        return symptoms.stream().map(Symptom::key).collect(Collectors.toSet());
    }

    /** Whether it cannot be the echo of another element's fault. */
    static boolean ofItsOwn(Symptom symptom) {
        return symptom.kind() == Symptom.Kind.CRASH_LOOPING
                || symptom.kind() == Symptom.Kind.DOWN && symptom.signal().equals(Signals.PROCESS_STATE);
    }

    /** When the newest evidence was seen. */
    static Instant newest(Symptom symptom) {
        return symptom.evidence().getLast().at();
    }

    /** The same symptom counted from its first evidence after an instant; as it is when there is none. */
    static Symptom after(Instant at, Symptom s) {
        if (s.since().isAfter(at) || !newest(s).isAfter(at)) return s;
        Instant first = s.evidence().stream()
                .map(o -> o.at())
                .filter(seen -> seen.isAfter(at))
                .min(Instant::compareTo)
                .orElse(s.since());
        return new Symptom(
                s.element(),
                s.kind(),
                s.signal(),
                first,
                s.score(),
                s.detector(),
                s.response(),
                s.evidence(),
                s.summary());
    }

    /** A diagnosis that speaks of the symptoms of another one too. */
    static Diagnosis joined(Diagnosis one, Diagnosis other) {
        Set<String> known = keys(one.symptoms());
        List<Symptom> all = new ArrayList<>(one.symptoms());
        other.symptoms().stream().filter(s -> !known.contains(s.key())).forEach(all::add);
        Set<ElementId> suffering = new TreeSet<>(one.blastRadius());
        other.symptoms().forEach(s -> suffering.add(s.element()));
        one.cause().ifPresent(cause -> suffering.remove(cause.element()));
        return new Diagnosis(one.causes(), all, suffering, one.explanation());
    }
}
