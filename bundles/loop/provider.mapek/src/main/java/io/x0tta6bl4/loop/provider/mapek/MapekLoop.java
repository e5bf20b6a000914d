package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LevelState;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.loop.api.LoopStatus;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.platform.api.Swappable;
import io.x0tta6bl4.platform.api.Swappables;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The loop as a component: binds the phases to their hot references and lets the ticker run. */
@Component(
        immediate = true,
        service = {Loop.class, SelfTest.class, Swappables.class, MetricSource.class},
        property = {"x0.capability=loop", "x0.name=mapek"})
public final class MapekLoop implements Loop, SelfTest, Swappables, MetricSource {
    /** A loop of which no tick came to its end for this long is stuck. */
    private static final Duration STUCK = Duration.ofSeconds(10);

    /** A loop that waits longer than this for the one before it is stuck as well: a bundle stops within seconds. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private final Phases phases = new Phases();
    private final Semaphore wake = new Semaphore(0);
    private final Engine engine;
    private final Ticker ticker;
    private final LoopMetrics numbers;
    private final Map<Monitor, AutoCloseable> urgent = new ConcurrentHashMap<>();
    private final Turn turn;
    private final Instant began = SteadyClock.system().instant();

    @Activate
    public MapekLoop(BundleContext context) {
        turn = new Turn(context);
        engine = new Engine(
                phases,
                SteadyClock.system(),
                Clock.systemDefaultZone(),
                wake::release,
                new Recorder(
                        path(context, "x0.data").map(data -> data.resolve("recording")), path(context, "x0.watch")));
        numbers = new LoopMetrics(engine);
        ticker = new Ticker(engine, wake);
        phases.turn(turn::waits);
        ticker.start();
    }

    private static Optional<Path> path(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).map(Path::of);
    }

    @Deactivate
    void deactivate() {
        ticker.close();
        engine.recorder.close();
        engine.workers.close();
        phases.close();
    }

    @Override
    public LoopStatus status() {
        return View.status(engine);
    }

    @Override
    public List<BrakeState> explain() {
        return Explanation.of(engine);
    }

    @Override
    public List<Lesson> lessons() {
        return View.lessons(engine);
    }

    @Override
    public List<LevelState> levels() {
        synchronized (engine) {
            return engine.levels.states();
        }
    }

    @Override
    public List<Incident> incidents() {
        synchronized (engine) {
            return engine.incidents.all();
        }
    }

    @Override
    public List<ElementHealth> health() {
        return View.health(engine);
    }

    @Override
    public Operator operator(String who) {
        return new Operations(engine, who);
    }

    @Override
    public List<Metric> metrics() {
        return LoopMetrics.metrics();
    }

    @Override
    public List<Sample> samples() {
        return numbers.samples();
    }

    @Override
    public List<Swappable> swappables() {
        return phases.swappables();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the loop ticks, has all its phases and may write", () -> {
            Instant now = SteadyClock.system().instant();
            if (turn.waits() && began.plus(TURN).isAfter(now)) return "waits for the loop before this one to end";
            List<String> missing = phases.missing();
            if (!missing.isEmpty())
                throw new IllegalStateException("the loop is blind; missing: " + String.join(", ", missing));
            Ticks ticks = engine.ticks();
            Instant whole = ticks.whole().orElse(began);
            if (whole.plus(STUCK).isBefore(now))
                throw new IllegalStateException(
                        "no tick came to its end since " + whole + ", the last one: " + ticks.trouble());
            engine.outlook.trouble(now).ifPresent(why -> {
                throw new IllegalStateException(why);
            });
            String trouble = engine.chronicle.trouble();
            if (!trouble.isEmpty()) throw new IllegalStateException("the journal takes no records: " + trouble);
            return ticks.count() + " ticks";
        });
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMonitor(ServiceReference<Monitor> reference, Monitor monitor) {
        phases.monitor.bind(reference, monitor);
        urgent.put(monitor, monitor.onUrgent(wake::release));
    }

    void unbindMonitor(ServiceReference<Monitor> reference, Monitor monitor) {
        Handles.close(urgent.remove(monitor));
        phases.monitor.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAnalyzer(ServiceReference<Analyzer> reference, Analyzer service) {
        phases.analyzer.bind(reference, service);
    }

    void unbindAnalyzer(ServiceReference<Analyzer> reference) {
        phases.analyzer.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLocalizer(ServiceReference<Localizer> reference, Localizer service) {
        phases.localizer.bind(reference, service);
    }

    void unbindLocalizer(ServiceReference<Localizer> reference) {
        phases.localizer.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCauseRanker(ServiceReference<CauseRanker> reference, CauseRanker service) {
        phases.ranker.bind(reference, service);
    }

    void unbindCauseRanker(ServiceReference<CauseRanker> reference) {
        phases.ranker.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlanner(ServiceReference<Planner> reference, Planner service) {
        phases.planner.bind(reference, service);
    }

    void unbindPlanner(ServiceReference<Planner> reference) {
        phases.planner.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        phases.journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        phases.journal.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExperience(ServiceReference<Experience> reference, Experience service) {
        phases.experience.bind(reference, service);
    }

    void unbindExperience(ServiceReference<Experience> reference) {
        phases.experience.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBaselines(ServiceReference<Baselines> reference, Baselines service) {
        phases.baselines.bind(reference, service);
    }

    void unbindBaselines(ServiceReference<Baselines> reference) {
        phases.baselines.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProcessLedger(ServiceReference<ProcessLedger> reference, ProcessLedger service) {
        phases.ledger.bind(reference, service);
    }

    void unbindProcessLedger(ServiceReference<ProcessLedger> reference) {
        phases.ledger.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindElementModel(ServiceReference<ElementModel> reference, ElementModel service) {
        phases.model.bind(reference, service);
    }

    void unbindElementModel(ServiceReference<ElementModel> reference) {
        phases.model.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTracing(ServiceReference<Tracing> reference, Tracing service) {
        phases.tracing.bind(reference, service);
    }

    void unbindTracing(ServiceReference<Tracing> reference) {
        phases.tracing.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEffector(ServiceReference<Effector> reference, Effector effector) {
        phases.effector(technology(reference)).bind(reference, effector);
    }

    void unbindEffector(ServiceReference<Effector> reference) {
        phases.effector(technology(reference)).unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPolicyEngine(ServiceReference<PolicyEngine> reference, PolicyEngine service) {
        phases.guard.engine().bind(reference, service);
    }

    void unbindPolicyEngine(ServiceReference<PolicyEngine> reference) {
        phases.guard.engine().unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunbooks(ServiceReference<Runbooks> reference, Runbooks service) {
        phases.runbooks.bind(reference, service);
    }

    void unbindRunbooks(ServiceReference<Runbooks> reference) {
        phases.runbooks.unbind(reference);
    }

    private static String technology(ServiceReference<Effector> reference) {
        return String.valueOf(reference.getProperty("x0.name"));
    }
}
