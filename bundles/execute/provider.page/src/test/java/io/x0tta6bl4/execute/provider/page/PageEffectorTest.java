package io.x0tta6bl4.execute.provider.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.policy.Policy.PageTarget;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageEffectorTest implements EffectorContract {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path directory;

    private final PageEffector effector = new PageEffector("node-1", () -> NOW);
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<PageTarget> targets = new ArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Path file;

    @BeforeEach
    void listen() throws Exception {
        file = directory.resolve("pages/pages.jsonl");
        targets.add(new Policy.PageFile(file));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/page", exchange -> {
            traces.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.removeFirst(), -1);
            exchange.close();
        });
        server.createContext("/hangs", exchange -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        release.countDown();
        server.stop(0);
    }

    private PageTarget hook(String path) {
        return new Policy.PageWebhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private Effect page(String id, PageTarget... to) {
        targets.clear();
        targets.addAll(List.of(to));
        return effector.apply(order(id));
    }

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.Page("store is down", "restarted twice\nwithout \"effect\"");
    }

    @Override
    public Element target() {
        return Element.discovered(new ElementId("store"), new Subject.Endpoint(), "backend", Set.of());
    }

    @Override
    public Policy policy() {
        return new Policy(Brakes.defaults(), targets);
    }

    @Override
    public long effects() {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_page_is_one_line_of_json_in_the_file() {
        assertThat(page("a-1", new Policy.PageFile(file)).detail()).isEqualTo("taken by " + file);
        assertThat(file)
                .hasContent("{\"at\":\"2026-11-22T12:00:00Z\",\"node\":\"node-1\",\"element\":\"store\","
                        + "\"action\":\"a-1\",\"title\":\"store is down\","
                        + "\"text\":\"restarted twice\\u000awithout \\\"effect\\\"\"}\n");
    }

    @Test
    void the_same_page_after_a_restart_of_the_node_is_not_written_twice() {
        page("a-1", new Policy.PageFile(file));
        new PageEffector("node-1", () -> NOW).apply(order("a-1"));
        assertThat(effects()).isEqualTo(1);
        page("a-2", new Policy.PageFile(file));
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void a_line_that_was_cut_off_does_not_swallow_the_next() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"at\":\"20");
        page("a-1", new Policy.PageFile(file));
        assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("{\"at\":\"20");
    }

    @Test
    void a_webhook_is_tried_again_and_then_took_it() {
        statuses.addAll(List.of(503, 500));
        assertThat(page("a-1", hook("/page"))).isInstanceOf(Effect.Done.class);
        assertThat(posted).hasSize(3).allMatch(json -> json.contains("\"action\":\"a-1\""));
    }

    @Test
    void a_webhook_is_told_the_place_of_the_page_in_the_trace_of_the_incident() {
        var place = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        Propagation.within(Optional.of(place), () -> page("a-1", hook("/page")));
        page("a-2", hook("/page"));
        assertThat(traces).containsExactly(place.traceparent(), "null");
    }

    @Test
    void after_three_tries_it_failed_and_only_the_log_has_it() {
        statuses.addAll(List.of(503, 503, 503, 503));
        Effect effect = page("a-1", hook("/page"));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("status 503").contains("only the log has it");
        assertThat(posted).hasSize(3);
    }

    @Test
    void one_target_that_took_it_is_enough_and_the_others_are_named() {
        statuses.addAll(List.of(404, 404, 404));
        Effect effect = page("a-1", hook("/page"), new Policy.PageFile(file));
        assertThat(effect).isInstanceOf(Effect.Done.class);
        assertThat(effect.detail())
                .startsWith("taken by " + file)
                .contains("not taken by http://")
                .contains("404");
    }

    @Test
    void a_target_that_hangs_does_not_hold_up_the_others_beyond_the_deadline() {
        targets.clear();
        targets.addAll(List.of(hook("/hangs"), new Policy.PageFile(file)));
        Order order = order("a-1", command(), target(), Duration.ofMillis(600));
        long begun = System.nanoTime();
        assertThat(effector.apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void without_a_target_the_log_is_told() {
        Effect effect = page("a-1");
        assertThat(effect).isInstanceOf(Effect.Done.class);
        assertThat(effect.detail()).contains("no other target is configured");
    }

    @Test
    void a_file_that_cannot_be_written_is_not_taken_for_told() throws Exception {
        Files.createDirectories(file);
        Effect effect = page("a-1", new Policy.PageFile(file));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains(file.toString());
    }

    @Test
    void its_self_test_writes_a_real_file() {
        assertThat(effector.selfTest().passed())
                .as(effector.selfTest().detail())
                .isTrue();
    }
}
