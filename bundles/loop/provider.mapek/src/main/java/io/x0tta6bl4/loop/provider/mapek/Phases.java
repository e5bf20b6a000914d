package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.HotReference.Trait;
import io.x0tta6bl4.platform.api.Swappable;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The capabilities the loop runs over, each behind its hot reference, so that any can be swapped between two calls. */
final class Phases implements AutoCloseable {
    /** How long a tick waits for a phase that is being swapped before it goes blind for that tick. */
    private static final Duration GATE = Duration.ofMillis(200);

    /** How long a call waits for knowledge: two versions cannot have the store open at once, so one ends before the next begins. */
    private static final Duration STORE_GATE = Duration.ofSeconds(2);

    final HotReference<Monitor> monitor = new HotReference<>("monitor", GATE, Trait.STATEFUL);
    final HotReference<Analyzer> analyzer = new HotReference<>("analyze (symptoms)", GATE, Trait.STATEFUL, Trait.PURE);
    final HotReference<Localizer> localizer = new HotReference<>("analyze (root cause)", GATE, Trait.PURE);
    final HotReference<CauseRanker> ranker = new HotReference<>("analyze (ranking)", GATE, Trait.PURE);
    final HotReference<FailureDetector> detector = new HotReference<>("analyze (heartbeats)", GATE);
    final HotReference<Planner> planner = new HotReference<>("plan", GATE, Trait.PURE);
    final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", STORE_GATE);
    final HotReference<Experience> experience = new HotReference<>("knowledge (experience)", STORE_GATE);
    final HotReference<Baselines> baselines = new HotReference<>("knowledge (baselines)", STORE_GATE);
    final HotReference<ProcessLedger> ledger = new HotReference<>("knowledge (process ledger)", STORE_GATE);
    final HotReference<ElementModel> model = new HotReference<>("knowledge (element model)", STORE_GATE);
    final HotReference<Runbooks> runbooks = new HotReference<>("rag (runbooks)", Duration.ZERO, Trait.PURE);
    final Guard guard = new Guard();
    final HotReference<Tracing> tracing = new HotReference<>("telemetry (traces)", GATE);
    private volatile BooleanSupplier waits = () -> false;
    private final Map<String, HotReference<Effector>> effectors = new ConcurrentHashMap<>();

    /** Asked before every tick; while it says so, another loop acts. */
    void turn(BooleanSupplier waiting) {
        waits = waiting;
    }

    /** The hot reference for effectors of one technology. */
    HotReference<Effector> effector(String technology) {
        return effectors.computeIfAbsent(technology, t -> new HotReference<>("execute (" + t + ")", GATE));
    }

    /** Calls the effector that handles the command, waiting for one that is being replaced; empty when there is none. */
    <R> Optional<R> withEffector(Command command, Function<Effector, R> body) {
        for (HotReference<Effector> effector : effectors.values()) {
            Optional<Boolean> handles = effector.callIfPresent(e -> e.handles(command));
            if (handles.orElse(false)) return Optional.of(effector.call(body));
        }
        return Optional.empty();
    }

    /** Names of the commands for which all they need is there. */
    Set<String> possible(Element element, List<Command> commands) {
        Set<String> possible = new TreeSet<>();
        for (Command command : commands)
            if (withEffector(command, e -> e.possible(element, command)).orElse(false)) possible.add(command.name());
        return possible;
    }

    /** Where a new provider can be tried before it is relied on: the phases that only answer. */
    List<Swappable> swappables() {
        return List.of(analyzer.swappable(), localizer.swappable(), planner.swappable());
    }

    /** Phases without which the loop must not act, by name. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (waits.getAsBoolean()) missing.add("its turn: the loop before this one still acts");
        if (!monitor.present()) missing.add("monitor");
        if (!analyzer.present()) missing.add("analyze (symptoms)");
        if (!localizer.present()) missing.add("analyze (root cause)");
        if (!planner.present()) missing.add("plan");
        if (!journal.present()) missing.add("knowledge (journal)");
        if (!model.present()) missing.add("knowledge (element model)");
        if (effectors.values().stream().noneMatch(HotReference::present)) missing.add("execute");
        return missing;
    }

    /** Every capability the loop calls. */
    List<HotReference<?>> all() {
        List<HotReference<?>> all = new ArrayList<>(List.of(
                monitor,
                analyzer,
                localizer,
                ranker,
                detector,
                planner,
                journal,
                experience,
                baselines,
                ledger,
                model,
                tracing,
                runbooks));
        all.addAll(effectors.values());
        return all;
    }

    @Override
    public void close() {
        all().forEach(HotReference::close);
        guard.close();
    }
}
