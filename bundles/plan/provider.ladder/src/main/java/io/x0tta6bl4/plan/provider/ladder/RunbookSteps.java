package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.plan.api.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runbooks propose, as steps of the catalogue for this element. A step of which nothing was verified yet waits for a person;
 * one that was seen to help in half of the cases or more comes before the ladder.
 */
final class RunbookSteps {
    private static final int RUNG = 50;

    private final Situation situation;
    private final List<Step> steps = new ArrayList<>();

    private record Step(RunbookAction runbook, List<Command> commands, String id, boolean proven, long tried) {}

    RunbookSteps(Situation situation, Element element) {
        this.situation = situation;
        int attempts = situation.model().policy().brakes().ladder().attempts();
        for (RunbookAction runbook : situation.runbooks()) {
            Optional<List<Command>> commands = commands(runbook, element);
            if (commands.isEmpty()
                    || !commands.get().stream()
                            .allMatch(c -> situation.possible().contains(c.name()))) continue;
            long tried = tried(runbook, commands.get().getFirst());
            String id = situation.incident().id() + "-runbook-" + runbook.digest() + "-" + (tried + 1);
            if (tried < attempts) steps.add(new Step(runbook, commands.get(), id, proven(runbook), tried));
        }
    }

    /** A step of the ladders for this element, of the name that the runbook says; a hook must be one of its own. */
    private static Optional<List<Command>> commands(RunbookAction runbook, Element element) {
        return Rungs.all(element).stream()
                .filter(rung -> Situation.rung(rung).equals(runbook.step()))
                .filter(rung -> !(rung.getFirst() instanceof Command.CallHook hook)
                        || runbook.hook().filter(hook.url()::equals).isPresent())
                .findFirst();
    }

    private long tried(RunbookAction runbook, Command first) {
        return situation.tried().stream()
                .map(Situation.Attempt::action)
                .filter(a -> a.command().equals(first))
                .filter(a -> a.provenance()
                        .filter(p -> p.digest().equals(runbook.digest()))
                        .isPresent())
                .count();
    }

    private boolean proven(RunbookAction runbook) {
        Experience.Tally tally = situation
                .experience()
                .getOrDefault(provenance(runbook, false).rung(runbook.step()), new Experience.Tally(0, 0));
        return tally.verified() > 0 && tally.successes() >= tally.failures();
    }

    private static Action.Provenance provenance(RunbookAction runbook, boolean proven) {
        return new Action.Provenance(runbook.citation(), runbook.digest(), proven);
    }

    /** The first step that a person agreed to, or that is proven. */
    Optional<Plan> next(Element element) {
        return steps.stream()
                .filter(s -> situation.approved().contains(s.id()))
                .findFirst()
                .or(() -> steps.stream().filter(Step::proven).findFirst())
                .map(s -> new Plan(situation.incident().id(), actions(s, element), reason(s)));
    }

    private String reason(Step step) {
        return "the runbook " + step.runbook().citation() + " says so, attempt " + (step.tried() + 1)
                + (situation.approved().contains(step.id()) ? "; a person agreed" : "; it was verified to help before");
    }

    private static List<Action> actions(Step step, Element element) {
        List<Action> actions = new ArrayList<>();
        for (Command command : step.commands()) {
            String id = step.id() + (actions.isEmpty() ? "" : "." + (actions.size() + 1));
            actions.add(Catalogue.action(id, element, command, RUNG).from(provenance(step.runbook(), step.proven())));
        }
        return actions;
    }

    /** The steps that wait for a person, each by its first action. */
    List<Action> offers(Element element) {
        return steps.stream()
                .filter(s -> !s.proven() && !situation.approved().contains(s.id()))
                .map(s -> actions(s, element).getFirst())
                .toList();
    }

    /** For the page: how to take an offer. */
    static String words(List<Action> offers) {
        StringBuilder words = new StringBuilder();
        for (Action offer : offers)
            words.append(" The runbook ")
                    .append(offer.provenance().map(Action.Provenance::citation).orElse("?"))
                    .append(" proposes ")
                    .append(offer.command().name())
                    .append(": loop:approve ")
                    .append(offer.id())
                    .append(" has it done.");
        return words.toString();
    }
}
