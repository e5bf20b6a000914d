package io.x0tta6bl4.plan.api;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.store.Experience;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All a planner may know.
 *
 * @param at now, by the steady clock
 * @param model the elements and the policy
 * @param incident what to plan for
 * @param tried what was done for it so far, in order, suppressed actions left out
 * @param experience tallies by {@link #rung} for the incident's kind of cause
 * @param possible command names for which all they need is there (a baseline to restore, a bundle to roll back to)
 * @param runbooks what runbooks propose for this incident, matched already
 * @param approved ids of actions that a person agreed to
 */
public record Situation(
        Instant at,
        Model model,
        Incident incident,
        List<Attempt> tried,
        Map<String, Experience.Tally> experience,
        Set<String> possible,
        List<RunbookAction> runbooks,
        Set<String> approved) {

    /** One action that was carried out, and what came of it. */
    public record Attempt(Action action, Outcome outcome, Instant ended) {}

    /** The name under which a step of these commands is remembered: one command by its own, several joined by plus signs. */
    public static String rung(List<Command> commands) {
        return commands.stream().map(Command::name).collect(Collectors.joining("+"));
    }

    /** Without runbooks. */
    public Situation(
            Instant at,
            Model model,
            Incident incident,
            List<Attempt> tried,
            Map<String, Experience.Tally> experience,
            Set<String> possible) {
        this(at, model, incident, tried, experience, possible, List.of(), Set.of());
    }

    /** The name under which what comes of a plan is remembered. */
    public static String rung(Plan plan) {
        String step = rung(plan.actions().stream().map(Action::command).toList());
        return plan.actions().stream()
                .findFirst()
                .flatMap(Action::provenance)
                .map(p -> p.rung(step))
                .orElse(step);
    }

    public Situation {
        tried = List.copyOf(tried);
        experience = Map.copyOf(experience);
        possible = Set.copyOf(possible);
        runbooks = List.copyOf(runbooks);
        approved = Set.copyOf(approved);
    }
}
