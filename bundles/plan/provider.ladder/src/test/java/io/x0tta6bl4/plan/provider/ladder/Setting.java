package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.plan.api.Situation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An incident on one element and all the planner may know of it. */
final class Setting {
    static final ElementId ID = new ElementId("store");
    static final Instant OPENED = Instant.parse("2026-01-01T12:00:00Z");
    static final Subject PROCESS = new Subject.Process(
            List.of("x"),
            Path.of("/"),
            Map.of(),
            List.of(),
            Subject.Restart.ALWAYS,
            Duration.ofSeconds(20),
            Duration.ofSeconds(5));

    private final LadderPlanner planner = new LadderPlanner();
    private final Subject subject;
    private final Cause.Kind cause;
    private final List<URI> hooks = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private final Set<String> possible = new HashSet<>(Brakes.ALL_PRIVILEGES);
    private final Map<String, Experience.Tally> experience = new HashMap<>();
    final List<Situation.Attempt> tried = new ArrayList<>();
    private Brakes.Ladder ladder = Brakes.defaults().ladder();
    private Duration age = Duration.ZERO;
    private int number = 7;

    Setting(Subject subject, Cause.Kind cause) {
        this.subject = subject;
        this.cause = cause;
    }

    static Setting process(Cause.Kind cause) {
        return new Setting(PROCESS, cause);
    }

    Setting hook(String url) {
        hooks.add(URI.create(url));
        return this;
    }

    Setting probed() {
        probes.add(new Probe.Tcp(
                "localhost", 1, new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(100), 2, 3, 2)));
        return this;
    }

    Setting without(String... commands) {
        possible.removeAll(List.of(commands));
        return this;
    }

    Setting knows(String command, Experience.Tally tally) {
        experience.put(command, tally);
        return this;
    }

    Setting knows(String command, long verified, long failed) {
        experience.put(command, new Experience.Tally(verified, failed));
        return this;
    }

    Setting ladder(boolean on, int attempts, Duration limit) {
        ladder = new Brakes.Ladder(on, attempts, limit);
        return this;
    }

    Setting incident(int number) {
        this.number = number;
        return this;
    }

    Setting after(Duration since) {
        age = since;
        return this;
    }

    Setting tried(Action action, Outcome outcome) {
        tried.add(new Situation.Attempt(action, outcome, OPENED.plus(age)));
        return this;
    }

    /** Carries out the next plan up to its last action, which fails. */
    Plan fails() {
        Plan plan = plan();
        for (Action action : plan.actions())
            tried(
                    action,
                    action == plan.actions().getLast()
                            ? new Outcome.Failed(false, "no effect")
                            : new Outcome.Verified(Duration.ofMillis(1), "done"));
        return plan;
    }

    Plan plan() {
        return planner.plan(situation(true, true));
    }

    Situation situation(boolean withElement, boolean withCause) {
        Brakes b = Brakes.defaults();
        Brakes brakes = new Brakes(
                b.rateLimit(),
                b.blastRadius(),
                b.healthQuorum(),
                b.hysteresis(),
                b.flapDamping(),
                b.coolDown(),
                ladder,
                b.dryRun(),
                b.approval(),
                b.precondition(),
                b.verification(),
                b.idempotence(),
                b.locks(),
                b.maintenance(),
                b.plausibility(),
                b.audit(),
                b.privileges(),
                b.budget());
        Element element =
                new Element(ID, subject, "c", "z", Element.Origin.CONFIGURED, probes, List.of(), Set.of(), hooks);
        Model model = new Model(1, "test", withElement ? List.of(element) : List.of(), new Policy(brakes, List.of()));
        Observation seen = Observation.state(ID, Signals.PROCESS_STATE, "exited", "", OPENED, "test");
        Symptom symptom = new Symptom(
                ID,
                Symptom.Kind.DOWN,
                seen.signal(),
                OPENED,
                1,
                "test",
                Threshold.Response.HEAL,
                List.of(seen),
                "it is sick");
        Diagnosis diagnosis = new Diagnosis(
                withCause ? List.of(new Cause(ID, cause, 0.9, "why")) : List.of(),
                List.of(symptom),
                Set.of(),
                "store is sick because of " + cause);
        Incident incident = new Incident(
                String.format("I-%06d", number),
                ID,
                diagnosis,
                Incident.State.OPEN,
                OPENED,
                OPENED,
                OPENED,
                tried.size(),
                "held");
        return new Situation(OPENED.plus(age), model, incident, tried, experience, possible);
    }

    static List<String> names(Plan plan) {
        return plan.actions().stream().map(Action::command).map(Command::name).toList();
    }

    /** The whole ladder: the names of each plan's commands, from the first to the page, when nothing ever helps. */
    List<String> climb() {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Plan plan = fails();
            steps.add(String.join("+", names(plan)));
            if (plan.actions().getFirst().page().isPresent()) return steps;
        }
        throw new AssertionError("it never gave up: " + steps);
    }
}
