package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.plan.api.Situation.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From incidents to actions: asks the planner, asks the brakes, begins or holds, and draws the conclusion. */
final class Deciding {
    /** A page that nobody took is tried again after this. */
    private static final Duration PAGE_RETRY = Duration.ofSeconds(30);

    /** After a look that showed no sickness the next look waits, doubling up to the limit. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration RETRY_LIMIT = Duration.ofSeconds(60);

    private final Engine engine;
    private final Recovery recovery;
    private final Map<String, List<Attempt>> tried = new HashMap<>();
    private final Map<String, String> hopeless = new HashMap<>();
    private final Map<String, Instant> retryAt = new HashMap<>();
    private final Map<String, Integer> suppressed = new HashMap<>();
    private final Map<String, Cause.Kind> against = new HashMap<>();
    private final Offers runbooks;
    private Instant planBegan = Instant.EPOCH;
    private Instant planEnded = Instant.EPOCH;

    Deciding(Engine engine, Recovery recovery) {
        this.engine = engine;
        this.recovery = recovery;
        this.runbooks = new Offers(engine);
    }

    void forget(String incident) {
        tried.remove(incident);
        hopeless.remove(incident);
        retryAt.remove(incident);
        suppressed.remove(incident);
        against.remove(incident);
        runbooks.forget(incident);
    }

    void act(Snapshot snapshot, Analysis analysis) {
        engine.approvals.over(snapshot.at()).forEach(hopeless::put);
        Map<ElementId, Incident> open = engine.incidents.open();
        for (ElementId id : snapshot.model().startOrder(List.copyOf(open.keySet()))) {
            Incident incident = open.get(id);
            snapshot.model().element(id).ifPresent(e -> offer(incident, e, snapshot));
            boolean waits = incident.state() == State.OPEN
                    || incident.state() == State.HELD
                    || (incident.state() == State.PAGED && engine.approvals.taken(incident.id(), snapshot.at()));
            boolean due = !retryAt.getOrDefault(incident.id(), Instant.MIN).isAfter(snapshot.at());
            if (waits && due && !engine.workers.isBusy(id))
                snapshot.model().element(id).ifPresent(e -> decide(incident, e, snapshot, analysis));
        }
    }

    private void decide(Incident incident, Element element, Snapshot snapshot, Analysis analysis) {
        String awaits = engine.healing.awaits(element.id());
        if (!awaits.isEmpty()) {
            engine.incidents.put(incident.in(State.HELD, snapshot.at(), awaits));
            return;
        }
        planBegan = engine.clock.instant();
        Plan plan = plan(incident, element, snapshot);
        planEnded = engine.clock.instant();
        if (plan.actions().isEmpty()) {
            engine.incidents.put(incident.in(State.HELD, snapshot.at(), plan.reason()));
            return;
        }
        Action first = plan.actions().getFirst();
        World world = engine.world(snapshot, analysis);
        Optional<Hold> hold = Gate.check(world, first);
        if (hold.isEmpty()) begin(incident, plan, element, snapshot);
        else if (hold.get().hopeless() && hopeless.put(incident.id(), hold.get().why()) == null) {
            hold(incident, plan, hold.get(), snapshot.at());
            decide(incident.in(State.HELD, snapshot.at(), hold.get().why()), element, snapshot, analysis);
        } else hold(incident, plan, hold.get(), snapshot.at());
    }

    /** What runbooks propose stands beside whatever the loop does by itself, and holds nothing up. */
    private void offer(Incident incident, Element element, Snapshot snapshot) {
        List<RunbookAction> matching = runbooks.matching(incident, element);
        if (!matching.isEmpty())
            runbooks.offer(situation(incident, element, snapshot, matching, possible(element)), snapshot.at());
    }

    private Plan plan(Incident incident, Element element, Snapshot snapshot) {
        // once it is hopeless people are called, unless one of them has agreed to something
        boolean over = hopeless.containsKey(incident.id()) && !engine.approvals.taken(incident.id(), snapshot.at());
        Set<String> possible = over ? Set.of() : possible(element);
        Situation situation = situation(incident, element, snapshot, runbooks.matching(incident, element), possible);
        Plan plan = engine.phases.planner.call(planner -> planner.plan(situation));
        String held = hopeless.get(incident.id());
        return held == null ? plan : Words.naming(held, plan);
    }

    private Set<String> possible(Element element) {
        return engine.phases.possible(element, Candidates.of(element));
    }

    private Situation situation(
            Incident incident, Element element, Snapshot snapshot, List<RunbookAction> matching, Set<String> possible) {
        var experience = incident.diagnosis()
                .cause()
                .flatMap(cause -> engine.phases.experience.callIfPresent(e -> e.of(cause.kind())))
                .orElse(Map.of());
        return new Situation(
                snapshot.at(),
                snapshot.model(),
                incident,
                tried.getOrDefault(incident.id(), List.of()),
                experience,
                possible,
                matching,
                engine.approvals.approved(snapshot.at()));
    }

    private void hold(Incident incident, Plan plan, Hold hold, Instant now) {
        Action first = plan.actions().getFirst();
        if (hold.brake() == Brake.APPROVAL)
            engine.approvals.ask(
                    first.id(), incident.id(), now, engine.brakes().approval().expiry());
        if (engine.brakeLog.held(incident.id(), hold)) {
            engine.chronicle.traces.planned(
                    plan, planBegan, planEnded, hold.brake().key());
            engine.chronicle.tally.ended(new Outcome.Suppressed(hold.brake(), hold.why()));
            engine.chronicle.write(
                    new JournalRecord.Planned(incident.id(), plan),
                    new JournalRecord.Ended(incident.id(), first, new Outcome.Suppressed(hold.brake(), hold.why())));
        }
        engine.incidents.put(incident.in(State.HELD, now, hold.brake().key() + ": " + hold.why()));
    }

    private void begin(Incident incident, Plan plan, Element element, Snapshot snapshot) {
        boolean page = plan.actions().getFirst().page().isPresent();
        if (!engine.workers.free(element.id())) return;
        engine.chronicle.write(new JournalRecord.Planned(incident.id(), plan)); // before what it leads to
        if (!engine.workers.begin(plan, element, snapshot.model())) return;
        engine.chronicle.traces.planned(plan, planBegan, planEnded, "");
        engine.brakeLog.released(incident.id());
        incident.diagnosis().cause().ifPresent(cause -> against.put(incident.id(), cause.kind()));
        if (!page) {
            engine.spendToken();
            engine.target(element.id()).acted(snapshot.at());
        }
        Incident next = page ? incident : incident.attempted();
        engine.incidents.put(next.in(State.HEALING, snapshot.at(), plan.reason()));
    }

    /** A plan has ended. */
    void concluded(Workers.Completion done, Instant now) {
        Optional<Incident> found = engine.incidents.find(done.plan().incident());
        if (found.isEmpty() || done.attempts().isEmpty()) return;
        Incident incident = found.get();
        Outcome last = done.attempts().getLast().outcome();
        if (done.plan().actions().getFirst().page().isPresent()) {
            paged(incident, last, now);
            return;
        }
        if (last instanceof Outcome.Suppressed held && done.attempts().size() == 1) {
            suppressed(incident, held, now);
            return;
        }
        done.attempts().stream()
                .filter(a -> !(a.outcome() instanceof Outcome.Suppressed))
                .forEach(a -> tried.computeIfAbsent(incident.id(), i -> new ArrayList<>())
                        .add(a));
        engine.target(done.target()).ended(now);
        if (!(last instanceof Outcome.Suppressed)) engine.count(last);
        learn(incident, done.plan(), last);
        conclude(incident, last, now);
    }

    private void conclude(Incident incident, Outcome last, Instant now) {
        boolean lives = last instanceof Outcome.Verified || last instanceof Outcome.ExecutedUnverified;
        if (!lives) {
            engine.incidents.put(incident.in(State.OPEN, now, Words.of(last)));
            return;
        }
        suppressed.remove(incident.id());
        recovery.repaired(incident.element(), incident.diagnosis(), now);
        engine.target(incident.element()).changed(now, engine.brakes().flapDamping());
        engine.incidents.put(incident.in(State.WATCHED, now, Words.of(last)));
    }

    private void paged(Incident incident, Outcome last, Instant now) {
        if (last instanceof Outcome.Verified) {
            engine.incidents.put(incident.in(State.PAGED, now, "people were called: " + last.detail()));
            return;
        }
        retryAt.put(incident.id(), now.plus(PAGE_RETRY));
        engine.incidents.put(incident.in(State.HELD, now, "nobody could be called: " + last.detail()));
    }

    private void suppressed(Incident incident, Outcome.Suppressed held, Instant now) {
        int times = suppressed.merge(incident.id(), 1, Integer::sum);
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 6));
        retryAt.put(incident.id(), now.plus(wait.compareTo(RETRY_LIMIT) > 0 ? RETRY_LIMIT : wait));
        engine.brakeLog.held(incident.id(), Hold.wait(held.brake(), held.detail()));
        engine.target(incident.element()).withdrawn();
        if (held.brake() == Brake.PRIVILEGES) hopeless.put(incident.id(), held.detail());
        engine.incidents.put(
                withdrawn(incident).in(State.HELD, now, held.brake().key() + ": " + held.detail()));
    }

    /** An action that a last look held back is no attempt. */
    private static Incident withdrawn(Incident i) {
        int attempts = Math.max(0, i.attempts() - 1);
        return new Incident(
                i.id(), i.element(), i.diagnosis(), i.state(), i.since(), i.opened(), i.changed(), attempts, i.note());
    }

    /** The rung as a whole is credited, under the cause it was planned against, whatever is believed by now. */
    private void learn(Incident incident, Plan plan, Outcome last) {
        Cause.Kind cause = against.remove(incident.id());
        if (cause == null) return;
        String rung = Situation.rung(plan);
        if (Experience.lesson(last).isEmpty()) return;
        Optional<Experience.Tally> now = engine.phases.experience.callIfPresent(e -> {
            e.learn(cause, rung, last);
            return e.of(cause).getOrDefault(rung, new Experience.Tally(0, 0));
        });
        now.ifPresent(tally -> engine.chronicle.write(new JournalRecord.Noted(
                incident.id(), incident.element(), "learnt: " + new Lesson(cause, rung, tally).words())));
    }
}
