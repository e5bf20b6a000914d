package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.plan.api.Situation.Attempt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Runs plans beside the tick, one per target, at most {@link #LIMIT} at a time; what came of them waits for the next tick. */
final class Workers implements AutoCloseable {
    static final int LIMIT = 16;

    /**
     * A plan that has ended.
     *
     * @param verified whether every action of it was
     */
    record Completion(Plan plan, ElementId target, List<Attempt> attempts, boolean verified) {}

    private final Execution execution;
    private final InstantSource clock;
    private final Runnable wake;
    private final Set<ElementId> busy = ConcurrentHashMap.newKeySet();
    private final Set<ElementId> starting = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Completion> completions = new ConcurrentLinkedQueue<>();
    private final Semaphore slots = new Semaphore(LIMIT);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("loop-action-", 0).factory());

    Workers(Execution execution, InstantSource clock, Runnable wake) {
        this.execution = execution;
        this.clock = clock;
        this.wake = wake;
    }

    /** Elements a plan is being carried out on. */
    Set<ElementId> busy() {
        return Set.copyOf(busy);
    }

    /** Those of the busy ones that are started for the first time. */
    Set<ElementId> starting() {
        return Set.copyOf(starting);
    }

    boolean isBusy(ElementId id) {
        return busy.contains(id);
    }

    /** Whether a plan for this target could begin now. */
    boolean free(ElementId id) {
        return !busy.contains(id) && slots.availablePermits() > 0;
    }

    /** Begins a plan; false when its target is busy or all slots are taken. */
    boolean begin(Plan plan, Element element, Model model) {
        if (!slots.tryAcquire()) return false;
        if (!busy.add(element.id())) {
            slots.release();
            return false;
        }
        if (Supervision.firstStart(plan)) starting.add(element.id());
        threads.execute(() -> run(plan, element, model));
        return true;
    }

    private void run(Plan plan, Element element, Model model) {
        List<Attempt> attempts = new ArrayList<>();
        boolean verified = true;
        try {
            for (Action action : plan.actions()) {
                Outcome outcome = execution.carryOut(plan.incident(), action, element, model);
                attempts.add(new Attempt(action, outcome, clock.instant()));
                verified = outcome instanceof Outcome.Verified;
                if (!verified && !(outcome instanceof Outcome.ExecutedUnverified)) break;
            }
        } finally {
            completions.add(new Completion(plan, element.id(), attempts, verified));
            starting.remove(element.id());
            busy.remove(element.id());
            slots.release();
            wake.run();
        }
    }

    /** Carries out one action in the caller's thread, for an operator; empty when the target is busy. */
    java.util.Optional<Outcome> now(Action action, Element element, Model model) {
        if (!busy.add(element.id())) return java.util.Optional.empty();
        try {
            return java.util.Optional.of(execution.carryOut("", action, element, model));
        } finally {
            busy.remove(element.id());
            wake.run();
        }
    }

    /** What has ended since the last call. */
    List<Completion> completed() {
        List<Completion> ended = new ArrayList<>();
        for (Completion next = completions.poll(); next != null; next = completions.poll()) ended.add(next);
        return ended;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
