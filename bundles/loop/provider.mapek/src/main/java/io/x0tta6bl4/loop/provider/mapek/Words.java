package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;

/** Outcomes in words. */
final class Words {
    private Words() {}

    /** The plan with what holds the loop back in its page: whoever is called must not have to look for it. */
    static Plan naming(String held, Plan plan) {
        return new Plan(
                plan.incident(),
                plan.actions().stream().map(action -> naming(held, action)).toList(),
                plan.reason() + "; the loop is held: " + held);
    }

    private static Action naming(String held, Action action) {
        return action.page()
                .map(page -> new Command.Page(page.title(), page.text() + " What holds the loop: " + held + "."))
                .map(page -> new Action(
                        action.id(),
                        action.target(),
                        page,
                        action.precondition(),
                        action.expectedEffect(),
                        action.settling(),
                        action.success(),
                        action.deadline(),
                        action.undo(),
                        action.cost(),
                        action.rung()))
                .orElse(action);
    }

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified v -> "verified after " + v.took().toMillis() + " ms: " + v.detail();
            case Outcome.ExecutedUnverified u -> "done, not verified: " + u.detail();
            case Outcome.Failed f -> "failed" + (f.undone() ? " and taken back: " : ": ") + f.detail();
            case Outcome.Unsupported u -> "unsupported: " + u.detail();
            case Outcome.Suppressed s -> "held by " + s.brake().key() + ": " + s.detail();
        };
    }
}
