package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The spells in which elements were out of service, whoever put them back: what their callers showed meanwhile, and a moment
 * longer, is explained by it, also when the repair was faster than the callers' symptoms.
 */
final class Spells {
    /** One fault after another is one spell for the callers, but no longer than this. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A spell that ended so long ago explains nothing any more. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private static final Duration OTHER_START = Duration.ofSeconds(10);

    private final Map<ElementId, Spell> spells = new HashMap<>();

    /** @param turned when its process ended or began to run, whichever was last */
    private record Spell(Instant began, boolean runs, Instant turned, Optional<Instant> ended) {
        static Spell at(Instant began, Instant now) {
            return new Spell(began, true, now, Optional.empty());
        }

        Spell seen(boolean running, Instant now) {
            return running == runs ? this : new Spell(began, running, now, ended);
        }

        Spell over(Instant now) {
            return new Spell(began, runs, turned, Optional.of(now));
        }
    }

    void follow(Snapshot snapshot, List<Symptom> holding, Collection<ElementId> busy) {
        Set<ElementId> out = new HashSet<>(busy);
        for (Symptom symptom : holding) if (hurtsOthers(symptom)) out.add(symptom.element());
        for (Observation observation : snapshot.arrived())
            if (endedProcess(observation)) out.add(observation.element());
        for (ElementId id : out) begin(id, snapshot);
        spells.entrySet().removeIf(e -> over(e.getKey(), e.getValue(), snapshot));
        spells.replaceAll((id, spell) -> next(id, spell, out.contains(id), snapshot));
    }

    private static Spell next(ElementId id, Spell spell, boolean out, Snapshot snapshot) {
        if (spell.ended().isPresent()) return spell;
        Map<String, Observation> latest = snapshot.latest().getOrDefault(id, Map.of());
        boolean runs = latest.values().stream().noneMatch(Spells::endedProcess);
        boolean serves = runs && !out && !Look.at(List.copyOf(latest.values())).is(Look.Verdict.SICK);
        Spell now = spell.seen(runs, snapshot.at());
        return serves ? now.over(snapshot.at()) : now;
    }

    private void begin(ElementId id, Snapshot snapshot) {
        Spell known = spells.get(id);
        Instant now = snapshot.at();
        if (known == null) spells.put(id, Spell.at(now, now));
        else if (known.ended().isPresent()) {
            boolean next = known.ended()
                            .get()
                            .plus(Recovery.echo(id, snapshot.model()))
                            .isAfter(now)
                    && known.began().plus(LONGEST).isAfter(now);
            spells.put(id, Spell.at(next ? known.began() : now, now));
        }
    }

    private static boolean over(ElementId id, Spell spell, Snapshot snapshot) {
        return snapshot.model().element(id).isEmpty()
                || spell.ended()
                        .filter(end -> end.plus(KEPT).isBefore(snapshot.at()))
                        .isPresent();
    }

    /** A loop of crashes is remembered long after the process runs again, and a mere warning hurts nobody. */
    private static boolean hurtsOthers(Symptom symptom) {
        return symptom.kind() != Symptom.Kind.SENSOR_FAULT
                && symptom.kind() != Symptom.Kind.CRASH_LOOPING
                && symptom.response() == Threshold.Response.HEAL;
    }

    private static boolean endedProcess(Observation observation) {
        return observation.signal().equals(Signals.PROCESS_STATE) && !observation.says("running")
                || observation.says("stopped-by-operator");
    }

    /** Whether a dependency that is back in service explains it: it began in the spell and has no evidence from after the echo. */
    boolean explain(Symptom symptom, Model model, Duration echo) {
        if (spells.isEmpty()) return false;
        for (ElementId on : model.allDependencies(symptom.element())) {
            Spell spell = spells.get(on);
            if (spell == null || spell.ended().isEmpty()) continue;
            Duration before = echo.plus(Recovery.echo(on, model));
            boolean began = !symptom.since().isBefore(spell.began().minus(before));
            if (began && !Symptoms.newest(symptom).isAfter(spell.ended().get().plus(echo))) return true;
        }
        return false;
    }

    /** When the last spell among the dependencies ended that ended before an instant; {@link Instant#MIN} when none did. */
    Instant lastEnd(ElementId id, Model model, Instant before) {
        if (spells.isEmpty()) return Instant.MIN;
        return model.allDependencies(id).stream()
                .flatMap(on -> Optional.ofNullable(spells.get(on)).stream())
                .flatMap(spell -> spell.ended().stream())
                .filter(end -> end.isBefore(before))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** Whether one of these is out of service for no longer than it may take to start. */
    boolean starting(Set<ElementId> ids, Model model, Instant now) {
        if (spells.isEmpty()) return false;
        return ids.stream().anyMatch(id -> {
            Spell spell = spells.get(id);
            return spell != null
                    && spell.ended().isEmpty()
                    && now.isBefore(spell.turned().plus(startLimit(id, model)).plus(Recovery.echo(id, model)));
        });
    }

    private static Duration startLimit(ElementId id, Model model) {
        return model.element(id)
                .map(e -> e.subject() instanceof Subject.Process p ? p.startLimit() : OTHER_START)
                .orElse(Duration.ZERO);
    }
}
