package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

/**
 * Sensor for processes that this node keeps. Their numbers come from the ledger; an exit is an event of the kernel where it
 * offers one, also for processes that an earlier run of the node started. State every second, resources every two.
 */
@Component(property = {"x0.capability=monitor", "x0.name=" + ProcessSensor.NAME})
public final class ProcessSensor implements Sensor, SelfTest {
    static final String NAME = "process";
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSensor.class);

    /** How long a call waits for knowledge that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<ProcessLedger> hot = new HotReference<>("knowledge (process ledger)", GATE);
    private final ProcessLedger ledger;
    private final Vitals vitals;
    private final InstantSource clock;
    private final Supplier<Waiter> waiters;
    private final Map<Comparable<?>, AutoCloseable> subscriptions = new ConcurrentHashMap<>();
    private volatile Optional<ProcessWatch> watch =
            Optional.empty(); // its thread exists once there is something to watch
    private volatile boolean closed;

    @Activate
    public ProcessSensor() {
        this(Vitals.ofThisPlatform(), SteadyClock.system(), ProcessSensor::bestWaiter);
    }

    ProcessSensor(ProcessLedger ledger) {
        this();
        bind(0, ledger);
    }

    ProcessSensor(ProcessLedger ledger, Vitals vitals, InstantSource clock, Supplier<Waiter> waiters) {
        this(vitals, clock, waiters);
        bind(0, ledger);
    }

    private ProcessSensor(Vitals vitals, InstantSource clock, Supplier<Waiter> waiters) {
        this.ledger = hot.as(ProcessLedger.class);
        this.vitals = vitals;
        this.clock = clock;
        this.waiters = waiters;
    }

    private void bind(Comparable<?> rank, ProcessLedger service) {
        hot.bind(rank, service);
        subscriptions.put(rank, service.onChange(element -> watch.ifPresent(w -> w.changed(element))));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLedger(ServiceReference<ProcessLedger> reference, ProcessLedger service) {
        bind(reference, service);
    }

    void unbindLedger(ServiceReference<ProcessLedger> reference) {
        cancel(subscriptions.remove(reference));
        hot.unbind(reference);
    }

    private static void cancel(@Nullable AutoCloseable subscription) {
        if (subscription == null) return;
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.warn("The ledger did not take back the subscription", e);
        }
    }

    static Waiter bestWaiter() {
        try {
            return new PidfdWaiter();
        } catch (RuntimeException | LinkageError e) {
            return new HandleWaiter("no process descriptors here: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized void watch(Model model, ObservationSink sink) {
        if (closed) return;
        Set<ElementId> processes = model.elements().stream()
                .filter(element -> element.subject() instanceof Subject.Process)
                .map(Element::id)
                .collect(Collectors.toUnmodifiableSet());
        if (watch.isEmpty() && processes.isEmpty()) return;
        if (watch.isEmpty()) watch = Optional.of(new ProcessWatch(ledger, vitals, clock, waiters));
        watch.get().watch(processes, sink);
    }

    @Override
    public List<Observation> look(Element element) {
        if (!(element.subject() instanceof Subject.Process)) return List.of();
        Sight sight = Sight.of(ledger.find(element.id()), vitals);
        Instant at = clock.instant();
        List<Observation> seen = new ArrayList<>();
        seen.add(Tracked.state(element.id(), sight, at));
        if (sight instanceof Sight.Running running)
            running.look()
                    .readings()
                    .forEach((signal, reading) -> seen.add(Tracked.observed(element.id(), signal, reading, at)));
        return List.copyOf(seen);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("look at the own process and wait for its end, which must not come", () -> {
            if (watch.isPresent() && !watch.get().alive())
                throw new IllegalStateException("the watching thread has ended; restart the component");
            long own = ProcessHandle.current().pid();
            Vitals.Look look = vitals.look(own)
                    .orElseThrow(() ->
                            new IllegalStateException("the own process " + own + " cannot be seen; is /proc mounted?"));
            if (look.ended()) throw new IllegalStateException("the own process " + own + " reads as ended");
            try (Waiter waiter = waiters.get()) {
                if (waiter.add(own, 1) == Waiter.Added.ENDED
                        || !waiter.await(Duration.ZERO).isEmpty())
                    throw new IllegalStateException("the own process " + own + " is reported as ended");
                return waiter.how();
            }
        });
    }

    /** Ends the thread and closes all descriptors. */
    @Deactivate
    synchronized void close() {
        closed = true;
        subscriptions.values().forEach(ProcessSensor::cancel);
        hot.close();
        watch.ifPresent(ProcessWatch::close);
        watch = Optional.empty();
    }
}
