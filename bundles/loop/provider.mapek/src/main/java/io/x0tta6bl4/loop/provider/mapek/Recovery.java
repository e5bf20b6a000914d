package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When elements recovered: tells echoes of a repaired fault from a new one, and how long health has lasted. */
final class Recovery {
    private final Map<ElementId, Instant> repaired = new HashMap<>();
    private final Map<ElementId, Instant> healthySince = new HashMap<>();
    private final Spells spells = new Spells();

    /** Which elements are out of service is read once a tick, before diagnoses are followed. */
    void follow(Snapshot snapshot, List<Symptom> holding, Collection<ElementId> busy) {
        spells.follow(snapshot, holding, busy);
    }

    /** The element was seen healthy just now; so is, soon, what suffered from it. */
    void repaired(ElementId root, Diagnosis diagnosis, Instant at) {
        repaired.put(root, at);
        diagnosis.blastRadius().forEach(id -> repaired.put(id, at));
        healthySince.remove(root);
    }

    void seen(ElementId id, boolean healthy, Instant at) {
        if (healthy) healthySince.putIfAbsent(id, at);
        else healthySince.remove(id);
    }

    boolean stable(ElementId id, Duration window, Instant now) {
        Instant since = healthySince.get(id);
        return since != null && !since.plus(window).isAfter(now);
    }

    /** What shows itself still after a repair and its echo began anew: it may have another cause than before. */
    Symptom sinceRepair(Symptom symptom, Model model) {
        if (Symptoms.ofItsOwn(symptom)) return symptom;
        Duration echo = echo(symptom.element(), model);
        Instant own = repaired.getOrDefault(symptom.element(), Instant.MIN);
        Instant last = spells.lastEnd(
                symptom.element(), model, Symptoms.newest(symptom).minus(echo));
        Instant over = own.isAfter(last) ? own : last;
        return over.equals(Instant.MIN) ? symptom : Symptoms.after(over.plus(echo), symptom);
    }

    /** Whether it is only the echo of a fault of its element or of a dependency that is over. */
    boolean excused(Symptom symptom, Model model) {
        if (Symptoms.ofItsOwn(symptom)) return false;
        Duration echo = echo(symptom.element(), model);
        Instant at = repaired.get(symptom.element());
        if (at != null && !Symptoms.newest(symptom).isAfter(at.plus(echo))) return true;
        return spells.explain(symptom, model, echo);
    }

    /** Whether it needs something that is out of service and may still be starting. */
    boolean starting(ElementId id, Model model, Instant now) {
        return spells.starting(model.allDependencies(id), model, now);
    }

    /** Whether there is evidence newer than the verified repair. */
    boolean relapsed(ElementId root, List<Symptom> own, Model model) {
        Instant at = repaired.get(root);
        if (at == null) return true;
        for (Symptom symptom : own) {
            Instant newest = Symptoms.newest(symptom);
            boolean after =
                    Symptoms.ofItsOwn(symptom) ? newest.isAfter(at) : newest.isAfter(at.plus(echo(root, model)));
            if (after && symptom.kind() != Symptom.Kind.CRASH_LOOPING) return true;
        }
        return false;
    }

    /** What a diagnosis says of the time after the repair. */
    Diagnosis since(ElementId root, Diagnosis diagnosis) {
        Instant at = repaired.get(root);
        return at == null ? diagnosis : Standing.since(at, diagnosis);
    }

    /** What was asked before a repair is answered within this time after it: a period and a time-out of the slowest probe. */
    static Duration echo(ElementId id, Model model) {
        return model.element(id).stream()
                .flatMap(e -> e.probes().stream())
                .map(Probe::schedule)
                .map(s -> s.every().plus(s.timeout()))
                .filter(d -> d.compareTo(LEAST_ECHO) > 0)
                .max(Duration::compareTo)
                .orElse(LEAST_ECHO);
    }

    /** Probes that were under way when the repair was verified end within this time even for elements without probes. */
    private static final Duration LEAST_ECHO = Duration.ofSeconds(1);
}
