package io.x0tta6bl4.monitor.provider.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Explanation;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.policy.api.PolicyStatus;
import io.x0tta6bl4.policy.api.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpSensorTest implements SensorContract, ElementModel {
    private final List<Collection<Element>> discovered = new CopyOnWriteArrayList<>();
    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private final ScheduledExecutorService telling = Executors.newSingleThreadScheduledExecutor();
    private OtlpSensor sensor;
    private ManagedChannel channel;

    @BeforeEach
    void begin() throws IOException {
        sensor = new OtlpSensor(SteadyClock.system(), Limits.DEFAULT, -1).with(this, new Policy());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", sensor.grpcPort())
                .usePlaintext()
                .build();
        telling.scheduleWithFixedDelay(
                () -> sensor.receiver().take(Kind.METRICS, gauge("shop"), false), 0, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        telling.shutdownNow();
        channel.shutdownNow();
        sensor.close();
    }

    private static byte[] gauge(String service) {
        return Telling.gauge(service, "queue", Telling.point(3, Instant.now()));
    }

    @Override
    public Model current() {
        return Model.empty("test");
    }

    @Override
    public void discovered(String source, Collection<Element> elements) {
        discovered.add(elements);
    }

    @Override
    public AutoCloseable onChange(Consumer<Model> listener) {
        return () -> {};
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return new Element(
                new ElementId("shop"),
                new Subject.Endpoint(),
                "endpoint",
                "here",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    /** A receiver sees what was sent, so there is something to see only after it was. */
    @Override
    @Test
    public void a_look_tells_what_it_sees_now() {
        Element shop = understood();
        sensor.watch(model(1, shop), observation -> {});
        await().atMost(PATIENCE).until(() -> !sensor.look(shop).isEmpty());
        assertThat(sensor.look(shop)).allSatisfy(o -> assertThat(o.sensor()).isEqualTo("otlp"));
    }

    private byte[] call(byte[] request) {
        var method = MethodDescriptor.newBuilder(new Octets(), new Octets())
                .setFullMethodName(MethodDescriptor.generateFullMethodName(Kind.METRICS.service, "Export"))
                .setType(MethodDescriptor.MethodType.UNARY)
                .build();
        return ClientCalls.blockingUnaryCall(
                channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
    }

    @Test
    void what_comes_by_grpc_is_taken_and_its_service_is_found() throws IOException {
        assertThat(ExportMetricsServiceResponse.parseFrom(call(gauge("store"))).hasPartialSuccess())
                .isFalse();
        await().atMost(PATIENCE)
                .until(() -> discovered.stream()
                        .flatMap(Collection::stream)
                        .anyMatch(e -> e.id().value().equals("service/store")));
    }

    @Test
    void grpc_goes_by_the_policy() {
        allowed.set(false);
        assertThatThrownBy(() -> call(gauge("store")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("PERMISSION_DENIED: not allowed to write http:/v1/metrics");
    }

    @Test
    void grpc_refuses_what_is_malformed_or_too_large_and_goes_on() {
        assertThatThrownBy(() -> call(new byte[] {1, 2, 3})).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> call(new byte[Limits.REQUEST + 1])).hasMessageContaining("RESOURCE_EXHAUSTED");
        assertThat(ByteString.copyFrom(call(gauge("store")))).isNotNull();
    }

    @Test
    void the_self_test_takes_a_known_request_and_tells_what_came() {
        assertThat(sensor.selfTest().passed()).isTrue();
        assertThat(sensor.selfTest().detail()).contains("refused nothing");
    }

    /** Says what the test wants. */
    private final class Policy implements PolicyEngine {
        @Override
        public Decision decide(Request request) {
            return allowed.get()
                    ? new Decision.Allowed("test")
                    : new Decision.Denied("not allowed to " + request.action() + " " + request.target());
        }

        @Override
        public Explanation explain(Request request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PolicyStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> check(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PolicyStatus reload() {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Octets implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new java.io.ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
