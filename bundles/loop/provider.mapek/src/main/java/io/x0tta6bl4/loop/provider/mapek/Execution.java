package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Action.Precondition;
import io.x0tta6bl4.knowledge.api.action.Action.SuccessTest;
import io.x0tta6bl4.knowledge.api.action.Action.Undo;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one action: looks again, writes it down, orders it, waits for its effect, verifies, takes back what failed. */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);

    private final Phases phases;
    private final Chronicle chronicle;
    private final Supplier<String> paused;

    /** {@code paused} says why nothing may begin now; empty when it may. */
    Execution(Phases phases, Chronicle chronicle, Supplier<String> paused) {
        this.phases = phases;
        this.chronicle = chronicle;
        this.paused = paused;
    }

    /** Blocks until the action has ended, at the latest a little after its deadline; the outcome is in the journal. */
    Outcome carryOut(String incident, Action action, Element element, Model model) {
        Instant from = chronicle.traces.now();
        Optional<TraceContext> place = chronicle.traces.step(incident);
        Outcome outcome;
        try {
            outcome = Propagation.within(place, () -> attempt(incident, action, element, model, place));
        } catch (Retired e) {
            outcome = new Outcome.Failed(false, "a part of the node went away meanwhile: " + e.getMessage());
        } catch (RuntimeException e) {
            outcome = new Outcome.Failed(false, "the action could not be carried out: " + e);
        }
        chronicle.write(new JournalRecord.Ended(incident, action, outcome));
        chronicle.tally.ended(outcome);
        chronicle.traces.acted(place, incident, action, outcome, from);
        tell(incident, action, outcome);
        return outcome;
    }

    private void tell(String incident, Action action, Outcome outcome) {
        chronicle.traces.logged(
                incident, () -> LOG.info("{} of {}: {}", action.command().name(), action.target(), Words.of(outcome)));
    }

    private Outcome attempt(
            String incident, Action action, Element element, Model model, Optional<TraceContext> place) {
        Brakes brakes = model.policy().brakes();
        long start = System.nanoTime();
        Optional<Outcome> refused = lookFirst(action, element, brakes);
        if (refused.isPresent()) return refused.get();
        String pause = action.page().isPresent() || !brakes.maintenance().on() ? "" : paused.get();
        if (!pause.isEmpty()) return new Outcome.Suppressed(Brake.MAINTENANCE, pause);
        Optional<Outcome> denied = ask(action, element);
        if (denied.isPresent()) return denied.get();
        boolean written = chronicle.write(new JournalRecord.Begun(incident, action));
        if (!written && brakes.audit().on() && action.page().isEmpty())
            return new Outcome.Suppressed(Brake.AUDIT, "the journal took no record of it: " + chronicle.trouble());
        Order order = order(action, element, model);
        Optional<Effect> effect = phases.withEffector(action.command(), e -> e.apply(order));
        if (effect.isEmpty())
            return new Outcome.Unsupported(
                    "no effector on this node carries out " + action.command().name());
        return switch (effect.get()) {
            case Effect.Done done -> {
                Instant from = chronicle.traces.now();
                Optional<TraceContext> looking = place.flatMap(chronicle.traces::child);
                Outcome outcome = Propagation.within(looking, () -> judge(order, done, brakes, start));
                chronicle.traces.verified(looking, place, action, outcome, from);
                yield outcome;
            }
            case Effect.Refused refusal ->
                order.granted()
                        ? new Outcome.Failed(false, refusal.detail())
                        : new Outcome.Suppressed(Brake.PRIVILEGES, refusal.detail());
            case Effect.Failed failed -> takeBack(order, failed.detail(), brakes);
        };
    }

    /** No effector is called unless policy allows the action on its target; what it then did may also be taken back. */
    private Optional<Outcome> ask(Action action, Element element) {
        Decision decision =
                phases.guard.decide(identity(action), action.command().name(), "element:" + element.id());
        return decision.allowed()
                ? Optional.empty()
                : Optional.of(new Outcome.Suppressed(Brake.PRIVILEGES, "policy: " + decision.reason()));
    }

    /** Operators reach the loop only through commands, which the user of the node gives. */
    private static String identity(Action action) {
        return operated(action) ? LocalIdentity.owner() : LocalIdentity.LOOP;
    }

    private static boolean operated(Action action) {
        return action.id().startsWith("operator-");
    }

    private Order order(Action action, Element element, Model model) {
        Brakes brakes = model.policy().brakes();
        Set<String> grant = brakes.privileges().on() ? brakes.privileges().granted() : Brakes.ALL_PRIVILEGES;
        Set<String> rights = operated(action) ? Set.of(action.command().name()) : grant;
        return new Order(
                action, element, model.policy(), rights, brakes.idempotence().on());
    }

    /** Brakes 11 and 17: a target that is healthy again is left alone, and so is one whose sensors cannot be believed. */
    private Optional<Outcome> lookFirst(Action action, Element element, Brakes brakes) {
        if (action.precondition() != Precondition.TARGET_STILL_SICK
                || !brakes.precondition().on()) return Optional.empty();
        Look look = Look.at(element, look(element));
        return switch (look.verdict()) {
            case SICK -> Optional.empty();
            case HEALTHY, BLIND ->
                measuredSickness(action, element)
                        ? Optional.empty()
                        : Optional.of(new Outcome.Suppressed(Brake.PRECONDITION, "looked at again: " + look.why()));
            case DOUBTFUL ->
                brakes.plausibility().on()
                        ? Optional.of(new Outcome.Suppressed(Brake.PLAUSIBILITY, "looked at again: " + look.why()))
                        : Optional.empty();
        };
    }

    /** Thresholds are about measurements over time, which one look cannot refute. */
    private static boolean measuredSickness(Action action, Element element) {
        return element.thresholds().stream()
                .anyMatch(t -> action.provenance().isPresent()
                        || t.response() == io.x0tta6bl4.knowledge.api.element.Threshold.Response.HEAL);
    }

    private List<Observation> look(Element element) {
        return phases.monitor.call(monitor -> monitor.look(element, LOOK_LIMIT));
    }

    private Outcome judge(Order order, Effect.Done done, Brakes brakes, long start) {
        Action action = order.action();
        if (action.success() == SuccessTest.DELIVERED) return new Outcome.Verified(since(start), done.detail());
        if (action.command() instanceof Command.StopProcess) return stopped(order, done, start);
        if (!brakes.verification().on()) return new Outcome.ExecutedUnverified(done.detail());
        String last = switch (action.success()) {
            case CONFIGURATION_RESTORED -> awaitRestored(order);
            case ISOLATED -> isolated(order);
            case TARGET_HEALTHY, DELIVERED -> awaitHealthy(order, brakes.verification(), start);
        };
        if (last.isEmpty()) return new Outcome.Verified(since(start), done.detail());
        return takeBack(order, done.detail() + "; but " + last, brakes);
    }

    private Outcome stopped(Order order, Effect.Done done, long start) {
        boolean runs = look(order.element()).stream().anyMatch(o -> o.says("running"));
        return runs ? new Outcome.Failed(false, "it still runs") : new Outcome.Verified(since(start), done.detail());
    }

    /** Empty when every look of the required number in a row was healthy before the deadline; else what was seen last. */
    private String awaitHealthy(Order order, Brakes.Verification setting, long start) {
        Action action = order.action();
        long deadline = start + action.deadline().toNanos();
        pause(action.settling());
        int good = 0;
        String last = "it was not looked at within its deadline";
        while (System.nanoTime() - deadline < 0) {
            Look look = Look.at(order.element(), look(order.element()));
            good = look.is(Look.Verdict.HEALTHY) ? good + 1 : 0;
            if (good >= setting.goodLooks()) return "";
            last = look.why();
            if (gone(look, action)) return last;
            pause(setting.between());
        }
        return last + " when its deadline passed";
    }

    /** A process that has ended again will not become healthy by waiting. */
    private static boolean gone(Look look, Action action) {
        return look.is(Look.Verdict.SICK)
                && look.why().startsWith(Signals.PROCESS_STATE + " is exited")
                && action.command().name().startsWith("process.");
    }

    private String awaitRestored(Order order) {
        List<Observation> seen = look(order.element());
        boolean restored =
                seen.stream().anyMatch(o -> o.signal().equals(Signals.CONFIGURATION_STATE) && o.says("baseline"));
        return restored ? "" : "the configuration is still not the one that last worked";
    }

    private String isolated(Order order) {
        boolean so = look(order.element()).stream()
                .filter(o -> o.signal().equals(Signals.CLUSTER_NODE_SCHEDULING))
                .anyMatch(o -> o.reading() instanceof Reading.State state
                        && !state.value().equals("open"));
        return so ? "" : "the cluster still puts new pods on it";
    }

    /** Brake 12: what did not help is taken back where it can be. */
    private Outcome takeBack(Order order, String why, Brakes brakes) {
        if (order.action().undo() == Undo.NONE || !brakes.verification().on()) return new Outcome.Failed(false, why);
        Effect undone = phases.withEffector(order.action().command(), e -> e.undo(order))
                .orElseGet(() -> new Effect.Refused("no effector is there to take it back"));
        return new Outcome.Failed(undone instanceof Effect.Done, why + "; taken back: " + undone.detail());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void pause(Duration length) {
        long deadline = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) return;
        }
    }
}
