package io.x0tta6bl4.execute.provider.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEffectorTest implements EffectorContract {
    private final HttpEffector effector = new HttpEffector();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "healed";
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
            traces.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/heal");
    }

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.CallHook(url());
    }

    @Override
    public Element target() {
        return new Element(
                new ElementId("store"),
                new Subject.Endpoint(),
                "backend",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of(url()));
    }

    @Override
    public long effects() {
        return received.size();
    }

    @Test
    void the_hook_is_told_the_element_and_the_action() {
        Effect effect = effector.apply(order("a-1"));
        assertThat(effect.detail()).contains("status 200: healed");
        assertThat(received).containsExactly("POST a-1 {\"element\":\"store\",\"action\":\"a-1\"}");
    }

    @Test
    void the_hook_is_told_the_place_of_the_call_in_the_trace_of_the_incident() {
        var place = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        Propagation.within(Optional.of(place), () -> effector.apply(order("a-1")));
        effector.apply(order("a-2"));
        assertThat(traces).containsExactly(place.traceparent(), "null");
    }

    @Test
    void another_status_is_failed_with_an_excerpt_and_may_be_tried_again() {
        status = 503;
        answer = "no quorum " + "x".repeat(100_000);
        Effect effect = effector.apply(order("a-1"));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("503").contains("no quorum").hasSizeLessThan(500);
        status = 200;
        assertThat(effector.apply(order("a-1"))).isInstanceOf(Effect.Done.class);
    }

    @Test
    void a_refused_connection_is_failed_in_words() {
        server.stop(0);
        Effect effect = effector.apply(order("a-1"));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("cannot be reached");
    }

    @Test
    void a_hook_that_begins_to_answer_and_never_ends_is_given_up_at_the_deadline() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    var socket = dripping.accept();
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx".getBytes(UTF_8));
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (java.io.IOException end) {
                    // The effector hung up.
                }
            });
            var command = new Command.CallHook(URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/"));
            long begun = System.nanoTime();
            Effect effect = effector.apply(order("a-1", command, target(), Duration.ofMillis(400)));
            assertThat(effect).isInstanceOf(Effect.Failed.class);
            assertThat(effect.detail()).contains("within 400 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void a_hook_that_is_not_the_elements_is_not_possible() {
        assertThat(effector.possible(target(), new Command.CallHook(URI.create("http://127.0.0.1:1/"))))
                .isFalse();
    }

    @Test
    void what_json_cannot_hold_is_escaped() {
        assertThat(Hook.quote("a\"b\\c\n\u0001")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u0001\"");
    }

    @Test
    void its_self_test_posts_over_a_real_socket() {
        assertThat(effector.selfTest().passed())
                .as(effector.selfTest().detail())
                .isTrue();
    }
}
