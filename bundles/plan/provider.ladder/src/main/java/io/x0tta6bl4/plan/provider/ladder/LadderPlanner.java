package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.plan.api.Situation.Attempt;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Climbs the ladder: each rung so many attempts, then the next, then people; in bounded time (brake 8). */
@Component(
        service = {Planner.class, SelfTest.class},
        property = {"x0.capability=plan", "x0.name=ladder"})
public final class LadderPlanner implements Planner, SelfTest {

    @Activate
    public LadderPlanner() {}

    @Override
    public Plan plan(Situation situation) {
        Incident incident = situation.incident();
        Optional<Element> element = situation.model().element(incident.element());
        Optional<Cause> cause = incident.diagnosis().cause();
        if (element.isEmpty()) return new Plan(incident.id(), List.of(), incident.element() + " left the model");
        if (cause.isEmpty())
            return new Plan(incident.id(), List.of(), incident.diagnosis().explanation());
        Choice choice = Choice.of(
                Rungs.of(element.get(), cause.get().kind(), situation.possible()),
                situation.experience(),
                incident.id());
        Brakes.Ladder ladder = situation.model().policy().brakes().ladder();
        return runbook(situation, element.get(), ladder)
                .or(() -> next(situation, element.get(), choice, ladder))
                .orElseGet(() -> page(situation, element.get(), giveUpReason(situation, choice.rungs())));
    }

    @Override
    public List<Action> offers(Situation situation) {
        return situation
                .model()
                .element(situation.incident().element())
                .map(element -> new RunbookSteps(situation, element).offers(element))
                .orElse(List.of());
    }

    /** What a runbook proposes and a person agreed to, or was verified before; the latter within the time of the ladder. */
    private static Optional<Plan> runbook(Situation situation, Element element, Brakes.Ladder ladder) {
        if (situation.runbooks().isEmpty()) return Optional.empty();
        Duration age = Duration.between(situation.incident().opened(), situation.at());
        boolean late = ladder.on() && age.compareTo(ladder.limit()) > 0;
        return new RunbookSteps(situation, element)
                .next(element)
                .filter(plan -> !late
                        || situation
                                .approved()
                                .contains(plan.actions().getFirst().id()));
    }

    private static Optional<Plan> next(Situation situation, Element element, Choice choice, Brakes.Ladder ladder) {
        List<List<Command>> rungs = choice.rungs();
        Duration age = Duration.between(situation.incident().opened(), situation.at());
        if (ladder.on() && age.compareTo(ladder.limit()) > 0) return Optional.empty();
        for (int rung = 0; rung < rungs.size(); rung++) {
            List<Command> commands = rungs.get(rung);
            long tried = attempts(situation, commands);
            if (ladder.on() && tried >= ladder.attempts()) continue;
            return Optional.of(plan(
                    situation, element, commands, "rung " + (rung + 1) + ", attempt " + (tried + 1), choice, rung));
        }
        return Optional.empty();
    }

    /** Attempts of a rung are counted by its first command with its arguments: each hook is a rung of its own. */
    private static long attempts(Situation situation, List<Command> commands) {
        Command first = commands.getFirst();
        List<Attempt> tried = situation.tried();
        return IntStream.range(0, tried.size())
                .filter(i -> tried.get(i).action().command().equals(first) && !second(tried, i))
                .count();
    }

    /** Whether it was the second half of a rung: the restart after a configuration was restored is no try of a restart alone. */
    private static boolean second(List<Attempt> tried, int i) {
        if (i == 0) return false;
        Action before = tried.get(i - 1).action();
        return before.command() instanceof Command.RestoreConfiguration
                && tried.get(i - 1).outcome() instanceof Outcome.Verified
                && before.rung() == tried.get(i).action().rung();
    }

    private static Plan plan(
            Situation situation, Element element, List<Command> commands, String step, Choice choice, int rung) {
        List<Action> actions = new ArrayList<>();
        int number = situation.tried().size() + 1;
        for (Command command : commands)
            actions.add(Catalogue.action(situation.incident().id() + "-" + number++, element, command, rung));
        String against = situation
                .incident()
                .diagnosis()
                .cause()
                .map(c -> c.kind().name())
                .orElse("no cause");
        return new Plan(situation.incident().id(), actions, step + " against " + against + choice.words());
    }

    private static String giveUpReason(Situation situation, List<List<Command>> rungs) {
        if (rungs.isEmpty())
            return "no " + (situation.tried().isEmpty() ? "" : "other ") + "action of the catalogue mends this";
        return situation.tried().isEmpty()
                ? "nothing could be done in time: " + situation.incident().note()
                : situation.tried().size() + " actions did not mend it for good";
    }

    private static Plan page(Situation situation, Element element, String reason) {
        Incident incident = situation.incident();
        Diagnosis diagnosis = incident.diagnosis();
        String tried = situation.tried().isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        situation.tried().stream()
                                .map(a -> a.action().command().name() + " ("
                                        + a.outcome().getClass().getSimpleName() + ")")
                                .toList());
        var text = new Command.Page(
                incident.id() + ": " + element.id() + " needs a person",
                diagnosis.explanation() + ". Tried: " + tried + lastWords(situation) + ". Given up because " + reason
                        + ". The loop leaves " + element.id() + " alone until its symptoms clear."
                        + diagnosis.cause().map(Cause::kind).map(Written::words).orElse("")
                        + RunbookSteps.words(new RunbookSteps(situation, element).offers(element)));
        Action action = Catalogue.action(incident.id() + "-page", element, text, 99);
        return new Plan(incident.id(), List.of(action), reason);
    }

    /** Why the last attempt failed: often the one sentence that a person needs. */
    private static String lastWords(Situation situation) {
        if (situation.tried().isEmpty()) return "";
        return situation.tried().getLast().outcome() instanceof Outcome.Failed failed
                ? "; the last one: " + failed.detail()
                : "";
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "an exited process is started first, and people are called when nothing is possible", () -> {
                    Situation start = trial(Set.of("process.start"));
                    Situation nothing = trial(Set.of());
                    String first = plan(start).actions().getFirst().command().name();
                    String last = plan(nothing).actions().getFirst().command().name();
                    if (!first.equals("process.start") || !last.equals("page"))
                        throw new IllegalStateException("planned " + first + " and " + last);
                    return "process.start, page";
                });
    }

    private static Situation trial(Set<String> possible) {
        ElementId id = new ElementId("self-test");
        var subject = new Subject.Process(
                List.of("true"),
                Path.of("/"),
                Map.of(),
                List.of(),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        Model model = new Model(
                1, "self-test", List.of(Element.discovered(id, subject, "process", Set.of())), Policy.defaults());
        Instant at = Instant.EPOCH;
        Observation seen = Observation.state(id, "process.state", "exited", "", at, "self-test");
        Symptom symptom = new Symptom(
                id,
                Symptom.Kind.DOWN,
                "process.state",
                at,
                1,
                "self-test",
                io.x0tta6bl4.knowledge.api.element.Threshold.Response.HEAL,
                List.of(seen),
                "has ended");
        Diagnosis diagnosis = new Diagnosis(
                List.of(new Cause(id, Cause.Kind.PROCESS_EXITED, 0.9, "has ended")),
                List.of(symptom),
                Set.of(),
                "has ended");
        Incident incident = new Incident("I-0", id, diagnosis, Incident.State.OPEN, at, at, at, 0, "");
        return new Situation(at, model, incident, List.of(), Map.of(), possible);
    }
}
