package io.x0tta6bl4.monitor.provider.otlp;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.PolicyEngine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

/** Takes what instrumented services tell by OpenTelemetry, and tells it to the loop in windows of two seconds. */
@Component(
        service = {Sensor.class, SelfTest.class, OtlpSensor.class},
        immediate = true,
        property = {"x0.capability=monitor", "x0.name=" + OtlpSensor.NAME})
public final class OtlpSensor implements Sensor, SelfTest {
    static final String NAME = "otlp";

    /** Where gRPC is taken. */
    public @interface Config {
        /** Port on the loopback address; 0 for none, OTLP over HTTP stays. */
        int grpc_port() default 4317;
    }

    private static final Logger LOG = LoggerFactory.getLogger(OtlpSensor.class);
    private static final Duration GATE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final ElementId SELF = new ElementId("component/" + OtlpSensor.class.getName());

    private record Watched(Model model, Names names, ObservationSink sink) {}

    private final HotReference<ElementModel> elements = new HotReference<>("knowledge (element model)", GATE);
    private final Guard guard = new Guard();
    private final InstantSource clock;
    private final Books books;
    private final Receiver receiver;
    private final Window window;
    private final ScheduledExecutorService timer;
    private final Optional<GrpcEndpoint> grpc;
    private final Map<ElementId, Map<String, Observation>> latest = new ConcurrentHashMap<>();
    private volatile Watched watched;
    private volatile List<Element> told = List.of();

    /** @throws IOException when the port of gRPC is taken */
    @Activate
    public OtlpSensor(Config config) throws IOException {
        this(SteadyClock.system(), Limits.DEFAULT, config.grpc_port());
    }

    OtlpSensor(InstantSource clock, Limits limits, int grpcPort) throws IOException {
        this.clock = clock;
        this.books = new Books(limits, clock);
        this.window = new Window(books, SELF);
        Model empty = Model.empty("node");
        this.watched = new Watched(empty, new Names(empty), observation -> {});
        this.receiver = new Receiver(books, () -> watched.names());
        this.grpc = grpcPort == 0
                ? Optional.empty()
                : Optional.of(new GrpcEndpoint(Math.max(grpcPort, 0), receiver, this::objection));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("x0-sensor-otlp").factory());
        long every = Limits.WINDOW.toMillis();
        timer.scheduleWithFixedDelay(this::turn, every, every, TimeUnit.MILLISECONDS);
        grpc.ifPresent(endpoint -> LOG.info("OTLP over gRPC is taken at 127.0.0.1:{}", endpoint.port()));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModel(ServiceReference<ElementModel> reference, ElementModel service) {
        elements.bind(reference, service);
        told = List.of(); // it knows nothing yet
    }

    void unbindModel(ServiceReference<ElementModel> reference) {
        elements.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(ServiceReference<PolicyEngine> reference, PolicyEngine service) {
        guard.engine().bind(reference, service);
    }

    void unbindEngine(ServiceReference<PolicyEngine> reference) {
        guard.engine().unbind(reference);
    }

    /** For use without a framework. */
    OtlpSensor with(ElementModel model, PolicyEngine policy) {
        elements.bind(0, model);
        guard.with(policy);
        return this;
    }

    Receiver receiver() {
        return receiver;
    }

    Books books() {
        return books;
    }

    int grpcPort() {
        return grpc.map(GrpcEndpoint::port).orElse(0);
    }

    /** gRPC goes by the same rule as HTTP, where policy stands before every path. */
    private String objection(Kind kind) {
        Decision decision = guard.decide(LocalIdentity.LOOPBACK, "write", "http:" + kind.path);
        return decision.allowed() ? "" : decision.reason();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        watched = new Watched(model, new Names(model), sink);
        latest.keySet().removeIf(id -> model.element(id).isEmpty());
    }

    private void turn() {
        try {
            Watched now = watched;
            Instant at = clock.instant();
            for (Observation observation : window.close(now.names(), at)) {
                if (now.model().element(observation.element()).isEmpty()) continue;
                latest.computeIfAbsent(observation.element(), _ -> new ConcurrentHashMap<>())
                        .put(observation.signal(), observation);
                tell(now.sink(), observation);
            }
            Instant old = at.minus(LOOK);
            latest.values().forEach(all -> all.values().removeIf(one -> one.at().isBefore(old)));
            books.forget(at);
            discover(now.names());
        } catch (RuntimeException e) {
            LOG.error("What was received could not be told to the loop; the next window tries again", e);
        }
    }

    private static void tell(ObservationSink sink, Observation observation) {
        try {
            sink.accept(observation);
        } catch (RuntimeException e) {
            LOG.warn("An observation was not taken", e);
        }
    }

    private void discover(Names names) {
        List<Element> found = Graph.of(books, names);
        if (found.equals(told)) return;
        elements.callIfPresent(model -> {
            model.discovered(NAME, found);
            told = found;
            return found;
        });
    }

    /** What came within the last seconds: a receiver cannot ask. */
    @Override
    public List<Observation> look(Element element) {
        return List.copyOf(latest.getOrDefault(element.id(), Map.of()).values());
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("take a known request into books of its own", () -> {
            Books trial = new Books(Limits.DEFAULT, clock);
            Receiver own = new Receiver(trial, () -> new Names(Model.empty("trial")));
            String known = "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
                    + "{\"stringValue\":\"trial\"}}]},\"scopeMetrics\":[{\"metrics\":[{\"name\":\"m\",\"gauge\":"
                    + "{\"dataPoints\":[{\"asDouble\":1.5}]}}]}]}]}";
            own.take(Kind.METRICS, known.getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
            if (trial.series() != 1) throw new IllegalStateException("a known request is not taken: " + trial.words());
            return books.words() + "; " + (grpc.isPresent() ? "gRPC at port " + grpcPort() : "no gRPC");
        });
    }

    /** Ends the receiver and its threads. */
    @Deactivate
    void close() {
        timer.shutdownNow();
        grpc.ifPresent(GrpcEndpoint::close);
        guard.close();
        elements.close();
    }
}
