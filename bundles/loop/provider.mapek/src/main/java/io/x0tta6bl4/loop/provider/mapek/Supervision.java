package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the processes to what the watch file wants: starts what was never started, in the order of dependencies; restarts what
 * was changed; stops what was taken out. This is no healing; what fails here becomes an incident by its symptoms.
 */
final class Supervision {
    /** A dependency that does not become healthy holds its dependents back no longer than this at the first start. */
    private static final Duration DEPENDENCY_WAIT = Duration.ofSeconds(30);

    /** Stands for the incident in plans that belong to none. */
    static final String WATCH_FILE = "watch";

    private final Engine engine;
    private final Map<ElementId, Element> known = new HashMap<>();
    private final Set<ElementId> started = new HashSet<>();
    private final Set<ElementId> idle = new HashSet<>();
    private final Map<ElementId, Instant> wantedSince = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private Model followed = Model.empty("");
    private boolean compared;
    private long orders;
    private boolean adopted;

    private record Pending(Element element, Command command, String why) {}

    Supervision(Engine engine) {
        this.engine = engine;
    }

    void follow(Snapshot snapshot) {
        Model model = snapshot.model();
        if (!adopted) adopt(model);
        if (model != followed) compare(model);
        for (Observation observation : snapshot.arrived())
            if (observation.says("never-started")) idle.add(observation.element());
        idle.removeIf(id -> !known.containsKey(id) || !neverStarted(id, snapshot));
        if (pending.isEmpty() && idle.isEmpty() || held(snapshot)) return;
        pending.removeIf(p -> begin(p.element(), p.command(), p.why(), model));
        for (ElementId id : model.startOrder(idle)) start(id, snapshot);
    }

    /** Says which processes still ran when this node came up. */
    private void adopt(Model model) {
        adopted = true;
        Map<ElementId, ProcessLedger.Entry> entries =
                engine.phases.ledger.callIfPresent(ProcessLedger::all).orElse(Map.of());
        List<JournalRecord> notes = new ArrayList<>();
        entries.forEach((id, entry) -> {
            if (entry instanceof ProcessLedger.Started s
                    && ProcessHandle.of(s.identity().pid()).isPresent()) {
                notes.add(new JournalRecord.Noted(
                        "", id, "adopted as process " + s.identity().pid()));
                started.add(id);
                if (model.element(id).isEmpty())
                    notes.add(new JournalRecord.Noted("", id, "still runs, but is not in the watch file; left alone"));
                else if (startedAsAnother(model.element(id).get(), s.identity()))
                    pending.add(new Pending(
                            model.element(id).get(),
                            new Command.RestartProcess(),
                            "its description in the watch file changed while the node was down"));
            }
        });
        engine.chronicle.write(notes);
    }

    private static boolean startedAsAnother(Element element, ProcessLedger.Identity identity) {
        return element.subject() instanceof Subject.Process process
                && identity.description()
                        .filter(description -> !description.equals(process.fingerprint()))
                        .isPresent();
    }

    private void compare(Model model) {
        boolean first = !compared;
        compared = true;
        followed = model;
        Map<ElementId, Element> now = new HashMap<>();
        for (Element element : model.elements())
            if (element.subject() instanceof Subject.Process) now.put(element.id(), element);
        for (Element old : known.values()) {
            Element next = now.get(old.id());
            if (next == null) withdraw(old);
            else if (!next.subject().equals(old.subject()))
                pending.add(
                        new Pending(next, new Command.RestartProcess(), "its description in the watch file changed"));
        }
        known.clear();
        known.putAll(now);
        if (!first) started.retainAll(now.keySet());
    }

    private void withdraw(Element old) {
        pending.add(new Pending(old, new Command.StopProcess(), "it was taken out of the watch file"));
    }

    private boolean held(Snapshot snapshot) {
        World world = engine.world(snapshot, engine.analysis());
        Action probe =
                action("supervise-probe", new ElementId("node"), new Command.StartProcess(), Duration.ofSeconds(1));
        return Gate.maintenance(world, probe).isPresent()
                || Gate.audit(world, probe).isPresent()
                || engine.brakes().dryRun().all();
    }

    private static boolean neverStarted(ElementId id, Snapshot snapshot) {
        return snapshot.latest(id, Signals.PROCESS_STATE)
                .filter(o -> o.says("never-started"))
                .filter(o -> !detail(o).startsWith("stopped by operator"))
                .isPresent();
    }

    private static String detail(Observation observation) {
        return observation.reading() instanceof Reading.State state ? state.detail() : "";
    }

    private void start(ElementId id, Snapshot snapshot) {
        if (started.contains(id) || engine.workers.isBusy(id)) return;
        Instant since = wantedSince.computeIfAbsent(id, i -> snapshot.at());
        boolean patient = since.plus(DEPENDENCY_WAIT).isAfter(snapshot.at());
        if (patient && !ready(id, snapshot)) return;
        if (begin(known.get(id), new Command.StartProcess(), "it is to run", snapshot.model())) {
            started.add(id);
            wantedSince.remove(id);
        }
    }

    private boolean ready(ElementId id, Snapshot snapshot) {
        for (ElementId on : snapshot.model().dependencies(id)) {
            Look look = Look.at(
                    snapshot.model().element(on).orElseThrow(),
                    List.copyOf(snapshot.latest().getOrDefault(on, Map.of()).values()));
            if (!look.is(Look.Verdict.HEALTHY) || engine.workers.isBusy(on)) return false;
        }
        return true;
    }

    private boolean begin(Element element, Command command, String why, Model model) {
        if (engine.workers.isBusy(element.id())) return false;
        Subject.Process process = (Subject.Process) element.subject();
        Duration limit = process.startLimit().plus(process.stopLimit()).plusSeconds(2);
        String id = "watch-" + engine.clock.instant().toEpochMilli() + "-" + ++orders;
        Plan plan = new Plan(WATCH_FILE, List.of(action(id, element.id(), command, limit)), why);
        if (!engine.workers.begin(plan, element, model)) return false;
        engine.chronicle.write(new JournalRecord.Noted("", element.id(), command.name() + " because " + why));
        return true;
    }

    /** Whether the plan starts what was not in service before. */
    static boolean firstStart(Plan plan) {
        return plan.incident().equals(WATCH_FILE)
                && plan.actions().stream().allMatch(a -> a.command() instanceof Command.StartProcess);
    }

    private static Action action(String id, ElementId target, Command command, Duration limit) {
        return new Action(
                id,
                target,
                command,
                Action.Precondition.NONE,
                target + " is as the watch file wants it",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                limit,
                Action.Undo.NONE,
                0.1,
                0);
    }
}
