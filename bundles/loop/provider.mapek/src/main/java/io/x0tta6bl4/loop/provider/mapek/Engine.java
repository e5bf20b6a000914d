package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.platform.api.Retired;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tick after another: snapshot, analysis, incidents, plans. All state of the loop is touched by the thread that ticks, under
 * this object's lock; actions run beside it and report back between two ticks.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int RECALLED_ENTRIES = 5_000;

    final Phases phases;
    final InstantSource clock;
    final Clock wall;
    final Chronicle chronicle;
    final Incidents incidents;
    final Approvals approvals = new Approvals();
    final Workers workers;
    final BrakeLog brakeLog = new BrakeLog();
    final Healing healing;
    final Supervision supervision;
    final KnownGood knownGood;
    final Considered considered;
    final Heartbeats heartbeats;
    final Outlook outlook = new Outlook();
    final Levels levels;
    final Recorder recorder;
    private final Map<ElementId, Target> targets = new HashMap<>();
    private volatile String pauseReason = "";
    private volatile Snapshot snapshot;
    private volatile Analysis analysis = new Analysis(List.of(), List.of(), List.of(), Set.of());
    private volatile Ticks ticks = Ticks.NONE;
    private final TokenBucket tokens;
    private final ClockSteps steps;
    private Map<String, Integer> zones = Map.of();
    private Model zonesOf = Model.empty("");
    private boolean recalled;
    private volatile Counts counts = new Counts(0, 0);
    private Traces.Times times;

    Engine(Phases phases, InstantSource clock, Clock wall, Runnable wake) {
        this(phases, clock, wall, wake, new Recorder(Optional.empty(), Optional.empty()));
    }

    Engine(Phases phases, InstantSource clock, Clock wall, Runnable wake, Recorder recorder) {
        this.recorder = recorder;
        this.phases = phases;
        this.clock = clock;
        this.wall = wall;
        this.chronicle = new Chronicle(phases, clock);
        this.incidents = new Incidents(chronicle);
        this.snapshot = new Snapshot(0, clock.instant(), Model.empty("node"), Map.of(), List.of(), 0);
        this.tokens = new TokenBucket(clock.instant());
        this.steps = new ClockSteps(chronicle);
        this.times = new Traces.Times(snapshot.at(), snapshot.at(), snapshot.at());
        this.workers = new Workers(new Execution(phases, chronicle, () -> pauseReason), clock, wake);
        this.levels = new Levels(chronicle);
        this.considered = new Considered(phases, chronicle, Thread::startVirtualThread);
        this.heartbeats = new Heartbeats(phases, chronicle);
        this.healing = new Healing(this);
        this.supervision = new Supervision(this);
        this.knownGood = new KnownGood(phases);
    }

    /** One turn of the loop; false when it did not come to its end, for want of a phase or by a fault. */
    synchronized boolean tick() {
        long start = System.nanoTime();
        String trouble = "it was interrupted";
        try {
            List<String> missing = phases.missing();
            trouble = missing.isEmpty() ? trouble : "missing: " + String.join(", ", missing);
            if (!missing.isEmpty()) return false;
            if (!recalled) recall();
            chronicle.retry(clock.instant());
            steps.follow(clock.instant(), wall.instant());
            snapshot = levels.apply(phases.monitor.call(monitor -> monitor.snapshot()));
            Optional<String> unseen =
                    outlook.follow(phases.model.call(m -> m.current()), snapshot.model(), clock.instant());
            trouble = unseen.orElse(trouble);
            if (unseen.isPresent()) return false; // what is not looked at was not taken out of the watch file
            Instant observed = clock.instant();
            if (snapshot.model() != zonesOf) count(snapshot.model());
            analysis = phases.analyzer.call(analyzer -> analyzer.analyze(snapshot));
            Instant analyzed = clock.instant();
            Analysis since = healing.sinceRepairs(analysis, snapshot.model());
            List<Diagnosis> diagnoses = phases.localizer.call(l -> l.localize(snapshot, since));
            times = new Traces.Times(observed, analyzed, clock.instant());
            tokens.refill(brakes().rateLimit(), clock.instant(), slowest());
            considered.take(snapshot);
            heartbeats.take(snapshot, incidents.ids());
            recorder.take(snapshot);
            healing.follow(snapshot, analysis, diagnoses);
            supervision.follow(snapshot);
            healing.act(snapshot, analysis);
            knownGood.follow(snapshot, analysis);
            trouble = "";
            return true;
        } catch (Retired e) {
            trouble = String.valueOf(e.getMessage());
            LOG.warn("The loop skipped a tick: {}", trouble);
            return false;
        } catch (RuntimeException | LinkageError e) { // a phase may break while it is being replaced
            trouble = e.toString();
            LOG.error("A tick failed; the next one follows", e);
            return false;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            chronicle.tally.tick.record(took.toNanos() / 1e9);
            ticks = ticks.next(
                    snapshot,
                    clock.instant(),
                    took,
                    snapshot.model().policy().brakes().budget(),
                    trouble);
        }
    }

    private void count(Model model) {
        zones = Health.zones(model);
        zonesOf = model;
    }

    private void recall() {
        var entries = chronicle.recent(RECALLED_ENTRIES);
        chronicle.traces.recall(entries);
        incidents.recall(entries);
        levels.recall(chronicle.ofIncident(JournalRecord.LEVELS));
        chronicle.traces.retain(
                incidents.open().values().stream().map(Incident::id).toList());
        healing.recall(entries, clock.instant());
        recalled = true;
    }

    /** The node's rate falls while a zone of it is largely sick (brake 3). */
    private int slowest() {
        Brakes.HealthQuorum setting = brakes().healthQuorum();
        if (!setting.on() || incidents.open().size() < setting.minimumPopulation() / 2) return 1;
        World world = world(snapshot, analysis);
        for (String zone : zones.keySet()) {
            Health health = Health.of(world, Optional.of(zone));
            if (health.population() >= setting.minimumPopulation() && health.sickShare() >= setting.slowShare())
                return setting.slowFactor();
        }
        return 1;
    }

    /** An action was carried out. */
    void count(Outcome outcome) {
        counts = counts.plus(outcome);
    }

    Counts counts() {
        return counts;
    }

    void spendToken() {
        tokens.spend();
    }

    World world(Snapshot now, Analysis analyzed) {
        return new World(
                now.at(),
                LocalTime.now(wall),
                now.model(),
                incidents.open(),
                workers.busy(),
                analyzed.holding(),
                this::target,
                tokens.left(),
                pauseReason,
                chronicle.trouble(),
                zones,
                approvals.approved(now.at()),
                workers.starting());
    }

    Target target(ElementId id) {
        return targets.computeIfAbsent(id, Target::new);
    }

    Model model() {
        return snapshot.model();
    }

    Brakes brakes() {
        return model().policy().brakes();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    Analysis analysis() {
        return analysis;
    }

    Ticks ticks() {
        return ticks;
    }

    /** When the phases of the tick under way ended. */
    Traces.Times times() {
        return times;
    }

    double tokens() {
        return tokens.left();
    }

    String pauseReason() {
        return pauseReason;
    }

    void pause(String reason) {
        pauseReason = reason;
    }
}
