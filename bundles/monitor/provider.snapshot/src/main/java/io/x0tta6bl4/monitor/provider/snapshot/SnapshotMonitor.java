package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.Handover;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The monitor: takes what sensors see, judges freshness and plausibility, freezes one snapshot a tick. */
@Component(
        service = {Monitor.class, SelfTest.class},
        property = {"x0.capability=monitor", "x0.name=snapshot"})
public final class SnapshotMonitor implements Monitor, Handover, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotMonitor.class);
    private static final String FORMAT = "monitor.snapshot";
    private static final int VERSION = 1;

    private final InstantSource clock;
    private final Intake intake = new Intake(Model.empty("").policy().brakes().budget());
    private final Views views = new Views();
    private final List<Runnable> wakers = new CopyOnWriteArrayList<>();
    private final Sensors sensors = new Sensors(this::accept);
    private final AtomicReference<Model> model = new AtomicReference<>(Model.empty("node"));
    private final ModelFeed models = new ModelFeed(this::watch);
    private final AtomicLong tick = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();
    /** The latest observations that a monitor before this one left behind, of elements not seen in a model yet. */
    private final Map<ElementId, byte[]> inherited = new HashMap<>();

    private volatile @Nullable Model viewed;

    @Activate
    public SnapshotMonitor() {
        this(SteadyClock.system());
    }

    SnapshotMonitor(InstantSource clock) {
        this.clock = clock;
    }

    @Deactivate
    void deactivate() {
        sensors.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindElementModel(ServiceReference<ElementModel> reference, ElementModel elementModel) {
        models.bind(reference, elementModel);
    }

    void unbindElementModel(ServiceReference<ElementModel> reference) {
        models.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSensor(ServiceReference<Sensor> reference, Sensor sensor) {
        sensors.add(reference, sensor, model.get());
    }

    void unbindSensor(ServiceReference<Sensor> reference) {
        sensors.remove(reference);
    }

    /** A sensor outside of a framework; returns what it is taken away by. */
    Runnable take(Sensor sensor) {
        int rank = taken.incrementAndGet();
        sensors.add(rank, sensor, model.get());
        return () -> sensors.remove(rank);
    }

    /** A new model is in force. */
    void watch(Model now) {
        model.set(now);
        intake.budget(now.policy().brakes().budget());
        sensors.watch(now);
    }

    /** Returns when every sensor has been told of the latest model; for tests that move time by hand. */
    void settle() {
        sensors.settle();
    }

    /** Takes an observation from a sensor and wakes the loop when it changes the health of its element for the worse. */
    void accept(Observation observation) {
        if (!intake.offer(observation)) return;
        if (Boolean.FALSE.equals(ElementView.health(observation))) wakers.forEach(Runnable::run);
    }

    @Override
    public synchronized Snapshot snapshot() {
        Model now = model.get();
        Instant at = clock.instant();
        if (now != viewed) { // by identity: each provider of the model counts its revisions from one
            views.follow(now);
            viewed = now;
        }
        if (!inherited.isEmpty()) inherit(now);
        var setting = now.policy().brakes().plausibility();
        List<Observation> drained = intake.drain();
        List<Observation> arrived = new ArrayList<>(drained.size());
        for (Observation observation : drained) {
            Observation taken = views.take(observation, at, setting);
            if (taken != null) arrived.add(taken);
        }
        views.forget(sensors.gone(at));
        Views.Frozen frozen = views.freeze(at);
        return new Snapshot(
                tick.incrementAndGet(), at, now, frozen.latest(), arrived, intake.takeShed(), frozen.silent());
    }

    private void inherit(Model now) {
        inherited.forEach((id, notes) -> {
            try {
                views.inherit(id, notes);
            } catch (IllegalArgumentException e) {
                LOG.warn("What was last seen of {} cannot be read and is forgotten: {}", id, e.getMessage());
            }
        });
        if (!now.elements().isEmpty()) inherited.clear();
    }

    /** Called while no snapshot is made. */
    @Override
    public synchronized State handOver() {
        NotesWriter out = new NotesWriter().number(tick.get());
        out.each(intake.waiting(), out::observation);
        Map<ElementId, byte[]> notes = new HashMap<>(inherited);
        notes.putAll(views.notes());
        out.each(notes.entrySet(), entry -> out.text(entry.getKey().value()).bytes(entry.getValue()));
        return new State(FORMAT, VERSION, out.bytes());
    }

    @Override
    public synchronized boolean takeOver(State state) {
        try {
            if (!state.is(FORMAT, VERSION))
                throw new IllegalArgumentException("only " + FORMAT + " version " + VERSION + " is known");
            NotesReader in = new NotesReader(state.content());
            long ticks = in.number();
            List<Observation> waiting = in.each(in::observation);
            inherited.putAll(in.each(() -> new ElementId(in.text()), in::bytes));
            waiting.forEach(intake::offer);
            tick.set(ticks);
            return true;
        } catch (IllegalArgumentException e) {
            LOG.warn("The monitor begins with nothing seen: {} cannot be taken over: {}", state, e.getMessage());
            return false;
        }
    }

    @Override
    public List<Observation> look(Element element, Duration limit) {
        var setting = model.get().policy().brakes().plausibility();
        List<Observation> seen = sensors.look(element, limit, clock);
        if (!setting.on()) return seen;
        ElementView comparison = new ElementView(Duration.ofDays(1));
        Instant now = clock.instant();
        seen.forEach(o -> comparison.take(o, now, setting));
        return List.copyOf(comparison.freeze(now).values());
    }

    @Override
    public AutoCloseable onUrgent(Runnable wake) {
        wakers.add(wake);
        return () -> wakers.remove(wake);
    }

    @Override
    public SortedMap<String, Long> sensors() {
        return sensors.counts();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("what goes in comes out of the next snapshot of a monitor", () -> {
            SnapshotMonitor trial = new SnapshotMonitor(clock);
            ElementId id = new ElementId("self-test");
            Element host = Element.discovered(
                    id, new io.x0tta6bl4.knowledge.api.element.Subject.Host(), "host", java.util.Set.of());
            trial.watch(new Model(1, "self-test", List.of(host), model.get().policy()));
            trial.accept(Observation.measured(id, "x-trial", 1, "1", clock.instant(), "self-test"));
            boolean there = trial.snapshot().latest(id, "x-trial").isPresent();
            trial.deactivate();
            if (!there) throw new IllegalStateException("an observation was lost between intake and snapshot");
            return sensors.counts().size() + " sensors deliver: "
                    + sensors.counts().keySet();
        });
    }
}
