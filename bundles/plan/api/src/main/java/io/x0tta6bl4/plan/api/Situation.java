package io.x0tta6bl4.plan.api;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident;
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
 */
public record Situation(
        Instant at,
        Model model,
        Incident incident,
        List<Attempt> tried,
        Map<String, Experience.Tally> experience,
        Set<String> possible) {

    /** One action that was carried out, and what came of it. */
    public record Attempt(Action action, Outcome outcome, Instant ended) {}

    /** The name under which a step of these commands is remembered: one command by its own, several joined by plus signs. */
    public static String rung(List<Command> commands) {
        return commands.stream().map(Command::name).collect(Collectors.joining("+"));
    }

    public Situation {
        tried = List.copyOf(tried);
        experience = Map.copyOf(experience);
        possible = Set.copyOf(possible);
    }
}
