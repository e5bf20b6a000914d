package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The cause an incident was opened with stands until evidence contradicts it: a process that starts again does not hang, it only
 * has not answered yet, and what is done about it must be learnt under what it was done for.
 */
final class Standing {
    private final Map<String, Instant> lastSeen = new HashMap<>();

    void forget(String incident) {
        lastSeen.remove(incident);
    }

    /** What the incident says from now on; {@code busy} while an action on its element is under way. */
    Diagnosis of(Incident incident, Diagnosis newer, boolean busy, Model model, Instant now) {
        Optional<Cause.Kind> before = incident.diagnosis().cause().map(Cause::kind);
        Optional<Cause.Kind> after = newer.cause().map(Cause::kind);
        boolean stands = before.isPresent()
                && !before.equals(after)
                && (busy || !believed(newer, before.get()) && !contradicted(incident, newer, model));
        if (stands) return with(incident.diagnosis(), newer);
        lastSeen.put(incident.id(), now);
        return newer;
    }

    /** A cause that is still believed and comes second now has met a weightier one. */
    private static boolean believed(Diagnosis newer, Cause.Kind kind) {
        return newer.causes().stream().anyMatch(c -> c.kind() == kind);
    }

    /** Whether something was seen after the old cause had shown itself for the last time, and later than an echo of it. */
    private boolean contradicted(Incident incident, Diagnosis newer, Model model) {
        Instant last = lastSeen.getOrDefault(incident.id(), incident.opened());
        Duration echo = Recovery.echo(incident.element(), model);
        return newer.symptoms().stream()
                .filter(s -> s.element().equals(incident.element()))
                .filter(s -> s.kind() != Symptom.Kind.SENSOR_FAULT)
                .anyMatch(s -> Symptoms.newest(s).isAfter(Symptoms.ofItsOwn(s) ? last : last.plus(echo)));
    }

    private static Diagnosis with(Diagnosis standing, Diagnosis newer) {
        Set<io.x0tta6bl4.knowledge.api.element.ElementId> suffering = new HashSet<>(standing.blastRadius());
        suffering.addAll(newer.blastRadius());
        return new Diagnosis(standing.causes(), newer.symptoms(), suffering, standing.explanation());
    }

    /** Without a crash loop that is only remembered from before the repair, as long as there is another cause. */
    static Diagnosis since(Instant repair, Diagnosis diagnosis) {
        Set<Cause.Kind> old = new HashSet<>();
        for (Symptom symptom : diagnosis.symptoms())
            if (symptom.kind() == Symptom.Kind.CRASH_LOOPING
                    && !Symptoms.newest(symptom).isAfter(repair)) old.add(Cause.Kind.CRASH_LOOP);
        var causes =
                diagnosis.causes().stream().filter(c -> !old.contains(c.kind())).toList();
        if (old.isEmpty() || causes.isEmpty()) return diagnosis;
        String explanation = Objects.requireNonNull(causes.getFirst()).explanation();
        return new Diagnosis(causes, diagnosis.symptoms(), diagnosis.blastRadius(), explanation);
    }
}
