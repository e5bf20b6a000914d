package io.x0tta6bl4.knowledge.api.action;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing to do, with all that is needed to do it safely.
 *
 * @param id unique for ever; the same id has its effect once
 * @param target what it is done to
 * @param command what is done
 * @param precondition what must still be true just before
 * @param expectedEffect what it should bring about, for people
 * @param settling how long the effect may take before it is judged
 * @param success what must be true afterwards
 * @param deadline within which it must be done and verified, longer than the settling time
 * @param undo what to do when the success test fails; {@code NONE} when nothing can or need be undone
 * @param cost what it costs the service, 0 (nothing) to 1 (a long outage of the target)
 * @param rung its place on the escalation ladder, from 0
 * @param provenance the runbook that proposed it; empty when the catalogue did
 */
public record Action(
        String id,
        ElementId target,
        Command command,
        Precondition precondition,
        String expectedEffect,
        Duration settling,
        SuccessTest success,
        Duration deadline,
        Undo undo,
        double cost,
        int rung,
        Optional<Provenance> provenance) {

    /**
     * The runbook that proposed an action.
     *
     * @param citation where it stands
     * @param digest of what it says
     * @param proven whether an outcome of it was verified before; what is not needs a person's approval each time
     */
    public record Provenance(String citation, String digest, boolean proven) {
        /** The name under which what came of it is remembered. */
        public String rung(String step) {
            return "runbook." + digest + "(" + step + ")";
        }
    }

    /** One of the catalogue. */
    public Action(
            String id,
            ElementId target,
            Command command,
            Precondition precondition,
            String expectedEffect,
            Duration settling,
            SuccessTest success,
            Duration deadline,
            Undo undo,
            double cost,
            int rung) {
        this(
                id,
                target,
                command,
                precondition,
                expectedEffect,
                settling,
                success,
                deadline,
                undo,
                cost,
                rung,
                Optional.empty());
    }

    /** The same, as a runbook proposes it. */
    public Action from(Provenance runbook) {
        return new Action(
                id,
                target,
                command,
                precondition,
                expectedEffect,
                settling,
                success,
                deadline,
                undo,
                cost,
                rung,
                Optional.of(runbook));
    }

    /** What must still be true just before acting. */
    public enum Precondition {
        /** The target is still sick when looked at again. */
        TARGET_STILL_SICK,
        /** Nothing: the action harms nobody. */
        NONE
    }

    /** What must be true afterwards. */
    public enum SuccessTest {
        /** Looked at again, every sensor of the target says healthy, several times in a row. */
        TARGET_HEALTHY,
        /** Looked at again, the configuration files are those that last worked. */
        CONFIGURATION_RESTORED,
        /** Looked at again, the cluster puts nothing new on the target. */
        ISOLATED,
        /** At least one target of the page took it. */
        DELIVERED
    }

    /** What to do when the success test fails. */
    public enum Undo {
        NONE,
        /** Put back the content that the action replaced. */
        PUT_BACK
    }

    public Action {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(precondition, "precondition");
        Objects.requireNonNull(success, "success");
        Objects.requireNonNull(undo, "undo");
        if (id.isBlank()) throw new IllegalArgumentException("an action has an id");
        if (settling.isNegative() || deadline.compareTo(settling) < 0)
            throw new IllegalArgumentException("a deadline is not shorter than the settling time");
        if (!(cost >= 0 && cost <= 1)) throw new IllegalArgumentException("cost " + cost + " is not within [0, 1]");
        if (rung < 0) throw new IllegalArgumentException("rungs count from 0");
    }

    /** The action's page, if it is one. */
    public Optional<Command.Page> page() {
        return command instanceof Command.Page page ? Optional.of(page) : Optional.empty();
    }
}
