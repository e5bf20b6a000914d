package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.kubernetes.api.Access;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Connection;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
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
 * Watches the workloads of the watch file in a Kubernetes cluster, with their pods, the machines those are on and the warnings
 * about them. An API server that is out of reach, or forbids what must be seen, is a fault of this sensor and of nothing else.
 */
@Component(
        service = {Sensor.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=monitor", "x0.name=" + KubernetesSensor.NAME})
public final class KubernetesSensor implements Sensor, SelfTest {
    static final String NAME = "kubernetes";
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSensor.class);
    private static final long GATHER_MILLIS = 100;
    private static final long BEAT_MILLIS = 1_000;

    private final InstantSource clock;
    private final HotReference<ElementModel> model = new HotReference<>("element model", Duration.ZERO);
    private final Optional<Sight> sight;
    private final String setting;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("x0-sensor-kubernetes").factory());
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong turns = new AtomicLong();
    private volatile List<Element> watched = List.of();
    private volatile ObservationSink sink = observation -> {};
    private volatile List<Element> told = List.of();

    private record Sight(ApiServer server, Cluster cluster, Contact contact, Eyes eyes, Looks looks) {}

    @Activate
    public KubernetesSensor() {
        this(() -> Connection.from(System.getenv()), SteadyClock.system());
    }

    KubernetesSensor(Supplier<Connection> connection, InstantSource clock) {
        this.clock = clock;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Optional<Sight> made = Optional.empty();
        String wrong = "";
        try {
            made = Optional.of(sight(connection.get()));
        } catch (IllegalArgumentException e) {
            wrong = String.valueOf(e.getMessage());
        }
        sight = made;
        setting = wrong;
        sight.ifPresent(one -> one.contact().start());
        thread.scheduleWithFixedDelay(this::round, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Sight sight(Connection connection) {
        ApiServer server = new ApiServer(connection, Access.TO_MONITOR);
        Spells spells = new Spells();
        Cluster cluster = new Cluster(server, this::wake);
        Contact contact = new Contact(server, cluster::anyNamespace);
        return new Sight(
                server,
                cluster,
                contact,
                new Eyes(server, cluster, contact, spells),
                new Looks(server, cluster, spells));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindElementModel(ServiceReference<ElementModel> reference, ElementModel service) {
        model.bind(reference, service);
        told = List.of();
        wake();
    }

    void unbindElementModel(ServiceReference<ElementModel> reference) {
        model.unbind(reference);
        told = List.of();
    }

    /** The same without a framework. */
    KubernetesSensor with(ElementModel service) {
        model.bind(0, service);
        return this;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        List<Element> elements = model.elements().stream()
                .filter(element -> element.subject() instanceof Subject.Workload)
                .toList();
        this.sink = sink;
        watched = elements;
        sight.ifPresent(one -> one.cluster()
                .manage(elements.stream()
                        .map(element -> (Subject.Workload) element.subject())
                        .toList()));
        wake();
    }

    private void wake() {
        if (!awake.compareAndSet(false, true)) return;
        try {
            thread.schedule(this::round, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            awake.set(false); // stopped between the event and here: nobody is left to tell
        }
    }

    private void round() {
        awake.set(false);
        try {
            sight.filter(_ -> !watched.isEmpty()).ifPresent(this::look);
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) LOG.warn("Could not look at the cluster; trying again in a second", e);
        }
    }

    private void look(Sight one) {
        Optional<String> before = one.eyes().blind();
        List<Observation> seen = one.eyes().look(watched, this::tell, clock.instant());
        Optional<String> after = one.eyes().blind();
        if (before.isPresent() != after.isPresent()) {
            turns.incrementAndGet();
            after.ifPresentOrElse(
                    why -> LOG.warn("Blind for the cluster: {}", why), () -> LOG.info("The cluster is seen again"));
        }
        seen.forEach(sink::accept);
    }

    private void tell(List<Element> elements) {
        if (elements.equals(told)) return;
        if (model.callIfPresent(service -> {
                    service.discovered(NAME, elements);
                    return true;
                })
                .isPresent()) told = elements;
    }

    @Override
    public List<Observation> look(Element element) {
        Instant now = clock.instant();
        if (element.id().equals(Picture.API))
            return sight.map(one -> api(one, now)).orElse(List.of());
        return sight
                .map(one -> switch (element.subject()) {
                    case Subject.Workload workload -> one.looks().workload(element.id(), workload, now);
                    case Subject.Pod pod -> one.looks().pod(element.id(), pod, now);
                    case Subject.ClusterNode node -> one.looks().machine(element.id(), node, now);
                    default -> List.<Said>of();
                })
                .orElse(List.of())
                .stream()
                .map(said -> said.at(now, NAME))
                .toList();
    }

    private static List<Observation> api(Sight one, Instant now) {
        return List.of(one.eyes()
                .blind()
                .map(why -> Eyes.doubt(Picture.API, why, now))
                .orElseGet(() -> new Said(
                                Picture.API,
                                Signals.CLUSTER_API_STATE,
                                new Reading.State(
                                        "answering", one.server().address().toString()))
                        .at(now, NAME)));
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("see the cluster that the workloads of the watch file are in", () -> {
            if (sight.isEmpty()) throw new IllegalStateException(setting);
            Optional<String> blind = sight.get().eyes().blind();
            if (blind.isPresent())
                throw new IllegalStateException("blind for the cluster, so nothing is done in it: " + blind.get());
            if (watched.isEmpty()) return "the watch file names no workload";
            Optional<String> lesser = sight.get().cluster().lesserTrouble();
            return watched.size() + " workloads in " + sight.get().server().address()
                    + lesser.map(why -> "; warnings are not seen: " + why).orElse("");
        });
    }

    @Override
    public long changes() {
        return turns.get();
    }

    /** Ends all watches and threads. */
    @Deactivate
    void close() {
        thread.shutdownNow();
        sight.ifPresent(one -> {
            one.contact().close();
            one.cluster().close();
            one.server().close();
        });
        model.close();
    }
}
