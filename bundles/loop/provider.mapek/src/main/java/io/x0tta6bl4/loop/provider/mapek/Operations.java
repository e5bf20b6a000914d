package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.loop.api.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator told the loop, journalled under the operator's name. */
final class Operations implements Loop.Operator {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicLong COUNT = new AtomicLong();

    private final Engine engine;
    private final String who;

    Operations(Engine engine, String who) {
        this.engine = engine;
        this.who = who;
    }

    @Override
    public String pause(String reason) {
        String why = reason.isBlank() ? "by " + who : reason;
        engine.pause(why);
        note("", "pause", why);
        return "The loop is paused: " + why + ". No new action begins; loop:resume ends it.";
    }

    @Override
    public String resume() {
        boolean paused = !engine.pauseReason().isEmpty();
        engine.pause("");
        note("", "resume", "");
        return paused ? "The loop works again." : "The loop was not paused.";
    }

    @Override
    public String tick() {
        boolean decided = engine.tick();
        return decided
                ? "Tick " + engine.ticks().count() + " took "
                        + engine.ticks().took().toMillis() + " ms."
                : "Nothing could be decided; missing: " + engine.phases.missing();
    }

    @Override
    public String approve(String actionId) {
        return answer(actionId, true);
    }

    @Override
    public String refuse(String actionId) {
        return answer(actionId, false);
    }

    private String answer(String actionId, boolean agreed) {
        var incident = engine.approvals.answer(actionId, agreed, engine.clock.instant());
        if (incident.isEmpty())
            throw new IllegalArgumentException(
                    "no action " + actionId + " waits for approval; waiting: " + engine.approvals.waiting());
        note(incident.get(), agreed ? "approve " + actionId : "refuse " + actionId, "");
        return (agreed ? "Approved " : "Refused ") + actionId + " of " + incident.get() + ".";
    }

    @Override
    public String maintain(ElementId element, Duration length) {
        require(element);
        Instant until = engine.clock.instant().plus(length);
        synchronized (engine) {
            engine.target(element).maintain(length.isPositive() ? until : null);
        }
        note("", "maintain " + element, length.isPositive() ? "until " + until : "ended");
        return length.isPositive()
                ? "The loop leaves " + element + " alone until " + until + "."
                : "Maintenance of " + element + " has ended.";
    }

    @Override
    public String start(ElementId id) {
        return order(id, new Command.StartProcess(), "process");
    }

    @Override
    public String stop(ElementId id) {
        return order(id, new Command.StopProcess(), "process");
    }

    @Override
    public String restart(ElementId id) {
        Command command = switch (require(id).subject()) {
            case Subject.Process _ -> new Command.RestartProcess();
            case Subject.Bundle bundle -> new Command.RestartBundle(bundle.symbolicName());
            case Subject.Component component ->
                new Command.RestartComponent(component.symbolicName(), component.name());
            case Subject.Workload _ -> new Command.RestartWorkload();
            case Subject.Endpoint _,
                    Subject.Feature _,
                    Subject.Host _,
                    Subject.Identity _,
                    Subject.Certificate _,
                    Subject.Pod _,
                    Subject.ClusterNode _ ->
                throw new IllegalArgumentException(
                        id + " is no process, bundle, component or workload; it cannot be restarted from here");
        };
        return order(id, command, "");
    }

    @Override
    public String record(boolean on) {
        String said;
        synchronized (engine) {
            said = engine.recorder.record(on);
        }
        note("", on ? "record on" : "record off", "");
        return said;
    }

    @Override
    public String move(ElementId element, String signal, double level, String why) {
        synchronized (engine) {
            return engine.levels.move(element, signal, level, who, why.isBlank() ? "ordered" : why);
        }
    }

    @Override
    public String revert(ElementId element, String signal) {
        synchronized (engine) {
            return engine.levels.revert(element, signal, who);
        }
    }

    private String order(ElementId id, Command command, String kind) {
        Element element = require(id);
        if (!kind.isEmpty() && !(element.subject() instanceof Subject.Process))
            throw new IllegalArgumentException(id + " is a " + element.subject().kind() + ", not a process");
        String actionId = "operator-" + engine.clock.instant().toEpochMilli() + "-" + COUNT.incrementAndGet();
        Duration limit = limit(element);
        Action action = new Action(
                actionId,
                id,
                command,
                Action.Precondition.NONE,
                command.name() + " by " + who,
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                limit,
                Action.Undo.NONE,
                0,
                0);
        note("", command.name() + " " + id, "");
        var outcome = engine.workers
                .now(action, element, engine.model())
                .orElseThrow(() -> new IllegalStateException("another action on " + id + " has not ended; try again"));
        return command.name() + " " + id + ": " + Words.of(outcome);
    }

    private static Duration limit(Element element) {
        return switch (element.subject()) {
            case Subject.Process process -> process.startLimit().plus(process.stopLimit());
            case Subject.Workload workload -> LIMIT.plus(workload.startLimit());
            default -> LIMIT;
        };
    }

    private Element require(ElementId id) {
        return engine.model()
                .element(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no element " + id + "; element:list names them"));
    }

    private void note(String incident, String what, String why) {
        engine.chronicle.write(new JournalRecord.Operated(incident, who, what, why));
    }
}
