package io.x0tta6bl4.knowledge.api;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One value of every kind that the journal can hold, for the tests of those that hold them. */
public final class Samples {
    public static final ElementId STORE = new ElementId("store");
    public static final ElementId WEB = new ElementId("web");
    public static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456789Z");

    private Samples() {}

    public static List<Observation> observations() {
        return List.of(
                Observation.state(
                        STORE, Signals.PROCESS_STATE, "exited", "exit code 137, \"kill\"\n-9 ü€𝄞", AT, "process"),
                Observation.measured(STORE, Signals.PROCESS_CPU, 0.1 + 0.2, "1", AT, "process"),
                Observation.measured(STORE, Signals.PROCESS_MEMORY, 1.7976931348623157E308, "By", AT, "process"),
                Observation.absent(WEB, Signals.HTTP_LATENCY, "refused", AT.plusNanos(1), "http")
                        .doubted(Observation.Quality.STALE, "older than two periods"));
    }

    public static Symptom symptom(ElementId element) {
        return new Symptom(
                element,
                Symptom.Kind.DOWN,
                Signals.PROCESS_STATE,
                AT,
                0.75,
                "states",
                Threshold.Response.HEAL,
                observations(),
                "it has ended");
    }

    public static Diagnosis diagnosis() {
        Cause cause = new Cause(STORE, Cause.Kind.PROCESS_EXITED, 0.9, "the deepest that is down");
        return new Diagnosis(List.of(cause), List.of(symptom(STORE), symptom(WEB)), Set.of(WEB), "store ended");
    }

    public static Incident incident(String id) {
        return new Incident(id, STORE, diagnosis(), Incident.State.OPEN, AT, AT, AT, 0, "");
    }

    public static List<Command> commands() {
        return List.of(
                new Command.StartProcess(),
                new Command.StopProcess(),
                new Command.RestartProcess(),
                new Command.KillAndRestartProcess(),
                new Command.RestartBundle("a.bundle"),
                new Command.RefreshBundle("a.bundle"),
                new Command.RollBackBundle("a.bundle"),
                new Command.RevertFeature("a.feature"),
                new Command.RestartComponent("a.bundle", "a.Component"),
                new Command.RestoreConfiguration(),
                new Command.RenewIdentity(),
                new Command.CallHook(URI.create("http://localhost:8080/heal?why=store%20ended")),
                new Command.RestartWorkload(),
                new Command.ScaleWorkload(Command.ScaleWorkload.Step.WITHIN),
                new Command.RollBackWorkload(),
                new Command.EvictPod(),
                new Command.CordonNode(),
                new Command.UncordonNode(),
                new Command.Page("store", "it does not come back"));
    }

    public static Action action(Command command) {
        return new Action(
                "A-1",
                STORE,
                command,
                Action.Precondition.TARGET_STILL_SICK,
                "it serves again",
                Duration.ofMillis(1500),
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofMinutes(1),
                Action.Undo.PUT_BACK,
                0.25,
                1);
    }

    public static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Verified(Duration.ofNanos(1_234_567_891), "healthy"),
                new Outcome.ExecutedUnverified("nobody looked"),
                new Outcome.Failed(true, "still down"),
                new Outcome.Unsupported("no effector"),
                new Outcome.Suppressed(Brake.RATE_LIMIT, "three in this hour"));
    }

    /** Every kind of record, with every kind of reading, command and outcome in them; all of one incident. */
    public static List<JournalRecord> records(String incident) {
        List<JournalRecord> records = new ArrayList<>();
        observations().forEach(seen -> records.add(new JournalRecord.Observed(incident, seen)));
        records.add(new JournalRecord.Raised(incident, symptom(STORE)));
        records.add(new JournalRecord.Cleared(incident, new Clearance(symptom(WEB), AT, List.of())));
        records.add(new JournalRecord.Diagnosed(incident, diagnosis()));
        records.add(new JournalRecord.Changed(incident, incident("I-000001")));
        List<Action> actions = commands().stream().map(Samples::action).toList();
        records.add(new JournalRecord.Planned(incident, new Plan("I-000001", actions, "by the ladder")));
        actions.forEach(action -> records.add(new JournalRecord.Begun(incident, action)));
        outcomes().forEach(outcome -> records.add(new JournalRecord.Ended(incident, actions.getFirst(), outcome)));
        records.add(new JournalRecord.Operated(incident, "alice", "pause", "maintenance"));
        records.add(new JournalRecord.Noted(incident, STORE, "adopted process 4711"));
        Threshold threshold = new Threshold(
                "x-queue",
                Threshold.Measure.LEVEL,
                Threshold.Direction.ABOVE,
                100,
                80,
                3,
                5,
                Threshold.Response.HEAL,
                Optional.of(new Threshold.Bounds(50, 200)));
        records.add(new JournalRecord.Moved(incident, STORE, threshold, 100, 115, "alice", "too early"));
        return records;
    }
}
