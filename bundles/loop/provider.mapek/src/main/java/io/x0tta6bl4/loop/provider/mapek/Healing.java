package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From diagnoses to incidents: opens, follows, merges and closes them. What is done about them is decided in {@link Deciding}. */
final class Healing {
    private final Engine engine;
    private final Deciding deciding;
    private final Recovery recovery = new Recovery();
    private final Closing closing;
    private final Standing standing = new Standing();
    private final Set<String> unwritten = new HashSet<>();
    private volatile Map<ElementId, String> awaiting = Map.of();

    Healing(Engine engine) {
        this.engine = engine;
        this.deciding = new Deciding(engine, recovery);
        this.closing = new Closing(engine, recovery, id -> {
            deciding.forget(id);
            standing.forget(id);
        });
    }

    /** Takes over from before a restart: which actions were begun within the last hour. */
    void recall(List<JournalEntry> entries, Instant now) {
        for (Recalled action : Recalled.of(entries))
            engine.target(action.target()).recalled(action.at().isAfter(now) ? now : action.at());
    }

    /** Incidents whose beginning no journal took are written whole as soon as one does, before anything is done about them. */
    private void catchUp() {
        if (unwritten.isEmpty() || !engine.chronicle.trouble().isEmpty()) return;
        for (Incident incident : engine.incidents.open().values()) {
            if (!unwritten.contains(incident.id())) continue;
            Diagnosis diagnosis = incident.diagnosis();
            engine.chronicle.write(evidence(incident.id(), diagnosis.symptoms(), diagnosis));
            engine.chronicle.write(new JournalRecord.Changed(incident.id(), incident));
        }
        unwritten.clear();
    }

    /** The analysis with symptoms that outlasted a repair counted from their first evidence after it. */
    Analysis sinceRepairs(Analysis analysis, Model model) {
        return new Analysis(
                analysis.holding().stream()
                        .map(s -> recovery.sinceRepair(s, model))
                        .toList(),
                analysis.raised(),
                analysis.cleared(),
                analysis.suspect());
    }

    void follow(Snapshot snapshot, Analysis analysis, List<Diagnosis> diagnoses) {
        catchUp();
        engine.workers.completed().forEach(done -> deciding.concluded(done, snapshot.at()));
        journalCleared(analysis.cleared());
        recovery.follow(snapshot, analysis.holding(), engine.workers.busy());
        await(diagnoses);
        Set<ElementId> sick = new HashSet<>();
        for (Diagnosis diagnosis : diagnoses)
            diagnosis.cause().ifPresent(cause -> follow(diagnosis, cause, snapshot, sick));
        closing.close(snapshot, analysis, sick);
    }

    /** What is not blamed yet waits, also when it was blamed before: its dependency may have been stopped meanwhile. */
    private void await(List<Diagnosis> diagnoses) {
        Map<ElementId, String> waiting = new HashMap<>();
        for (Diagnosis diagnosis : diagnoses)
            if (diagnosis.cause().isEmpty())
                diagnosis.symptoms().forEach(s -> waiting.put(s.element(), diagnosis.explanation()));
        for (Diagnosis diagnosis : diagnoses) diagnosis.cause().ifPresent(cause -> waiting.remove(cause.element()));
        awaiting = Map.copyOf(waiting);
    }

    /** Why nothing is done about an element that shows symptoms; empty when something may be. */
    String awaits(ElementId id) {
        return awaiting.getOrDefault(id, "");
    }

    void act(Snapshot snapshot, Analysis analysis) {
        deciding.act(snapshot, analysis);
    }

    private void follow(Diagnosis diagnosis, Cause cause, Snapshot snapshot, Set<ElementId> sick) {
        ElementId root = cause.element();
        Incident incident = engine.incidents.on(root);
        if (incident == null) {
            if (engine.workers.isBusy(root) || excused(own(diagnosis, root), snapshot.model())) return;
            if (attach(diagnosis, root, snapshot)) return;
            open(diagnosis, cause, snapshot.at());
        } else if (incident.state() == State.WATCHED) {
            if (!recovery.relapsed(root, own(diagnosis, root), snapshot.model())) return;
            relapse(incident, recovery.since(root, diagnosis), snapshot.at());
        } else {
            boolean busy = engine.workers.isBusy(root);
            Diagnosis now = standing.of(incident, diagnosis, busy, snapshot.model(), snapshot.at());
            update(known(incident, now, snapshot.at()), now);
        }
        sick.add(root);
        absorb(diagnosis, root, snapshot.at());
    }

    /** People were called for want of a cause that can be mended; now there is one. */
    private Incident known(Incident incident, Diagnosis diagnosis, Instant now) {
        boolean mendable = diagnosis.cause().filter(Healing::mendable).isPresent();
        boolean was = incident.diagnosis().cause().filter(Healing::mendable).isPresent();
        if (incident.state() != State.PAGED || was || !mendable) return incident;
        deciding.forget(incident.id());
        Incident open = incident.in(State.OPEN, now, "a cause is known now: " + diagnosis.explanation());
        engine.incidents.put(open);
        return open;
    }

    private static boolean mendable(Cause cause) {
        return cause.kind() != Cause.Kind.SENSOR_FAULT && cause.kind() != Cause.Kind.UNKNOWN;
    }

    private static List<Symptom> own(Diagnosis diagnosis, ElementId root) {
        return diagnosis.symptoms().stream()
                .filter(s -> s.element().equals(root))
                .toList();
    }

    /** Symptoms that are only the echo of a fault which was repaired a moment ago; what its callers show has no say in it. */
    private boolean excused(List<Symptom> own, Model model) {
        return own.stream().allMatch(s -> recovery.excused(s, model));
    }

    /** While a dependency is being healed, what its dependents show belongs to its incident, unless their own process ended. */
    private boolean attach(Diagnosis diagnosis, ElementId root, Snapshot snapshot) {
        Model model = snapshot.model();
        if (own(diagnosis, root).stream().anyMatch(Symptoms::ofItsOwn)) return false;
        for (ElementId on : model.allDependencies(root)) {
            Incident there = engine.incidents.on(on);
            boolean healing = there != null
                    && (there.state() == State.HEALING || there.state() == State.OPEN || there.state() == State.HELD);
            if (!healing && !engine.workers.isBusy(on)) continue;
            if (there != null) update(there, Symptoms.joined(there.diagnosis(), diagnosis));
            return true;
        }
        return recovery.starting(root, model, snapshot.at());
    }

    private void open(Diagnosis diagnosis, Cause cause, Instant now) {
        Instant since = diagnosis.symptoms().stream()
                .map(Symptom::since)
                .min(Instant::compareTo)
                .orElse(now);
        String id = engine.incidents.nextId();
        engine.chronicle.traces.begin(id);
        engine.chronicle.traces.diagnosed(id, diagnosis.symptoms(), diagnosis, engine.times());
        Incident incident =
                new Incident(id, cause.element(), diagnosis, State.OPEN, since, now, now, 0, diagnosis.explanation());
        if (!engine.chronicle.write(evidence(id, diagnosis.symptoms(), diagnosis))) unwritten.add(id);
        engine.incidents.put(incident);
        engine.heartbeats.tell(id, cause.element());
        engine.considered.tell(id, cause.element(), engine.snapshot().model());
        engine.target(cause.element()).changed(now, engine.brakes().flapDamping());
    }

    private static List<JournalRecord> evidence(String id, List<Symptom> symptoms, Diagnosis diagnosis) {
        List<JournalRecord> records = new ArrayList<>();
        for (Symptom symptom : symptoms) {
            Observation newest = symptom.evidence().getLast();
            records.add(new JournalRecord.Observed(id, newest));
            records.add(new JournalRecord.Raised(id, symptom));
        }
        records.add(new JournalRecord.Diagnosed(id, diagnosis));
        return records;
    }

    private void relapse(Incident incident, Diagnosis diagnosis, Instant now) {
        engine.target(incident.element()).undone();
        engine.target(incident.element()).changed(now, engine.brakes().flapDamping());
        engine.chronicle.traces.diagnosed(incident.id(), diagnosis.symptoms(), diagnosis, engine.times());
        engine.chronicle.write(evidence(incident.id(), diagnosis.symptoms(), diagnosis));
        engine.incidents.put(
                incident.diagnosed(diagnosis).in(State.OPEN, now, "it came back: " + diagnosis.explanation()));
    }

    private void update(Incident incident, Diagnosis diagnosis) {
        Set<String> before = Symptoms.keys(incident.diagnosis().symptoms());
        List<Symptom> fresh = diagnosis.symptoms().stream()
                .filter(s -> !before.contains(s.key()))
                .toList();
        boolean otherCause = !incident.diagnosis()
                .cause()
                .map(Cause::kind)
                .equals(diagnosis.cause().map(Cause::kind));
        if (fresh.isEmpty() && !otherCause) return;
        engine.chronicle.traces.diagnosed(incident.id(), fresh, diagnosis, engine.times());
        engine.chronicle.write(evidence(incident.id(), fresh, diagnosis));
        engine.incidents.put(incident.diagnosed(diagnosis));
    }

    /** What was an incident of its own is now explained by a deeper cause. */
    private void absorb(Diagnosis diagnosis, ElementId root, Instant now) {
        Incident deeper = engine.incidents.on(root);
        if (deeper == null) return;
        for (ElementId id : diagnosis.blastRadius()) {
            Incident other = engine.incidents.on(id);
            if (other == null || other.state() == State.HEALING || other.state() == State.WATCHED) continue;
            engine.incidents.put(other.in(State.CLEARED, now, "explained by " + deeper.id() + " on " + root));
        }
    }

    private void journalCleared(List<Clearance> cleared) {
        List<JournalRecord> records = new ArrayList<>();
        for (Clearance clearance : cleared)
            for (Incident incident : engine.incidents.open().values())
                if (Symptoms.keys(incident.diagnosis().symptoms())
                        .contains(clearance.symptom().key()))
                    records.add(new JournalRecord.Cleared(incident.id(), clearance));
        engine.chronicle.write(records);
    }
}
