package io.x0tta6bl4.execute.provider.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentAlertsTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final ElementId STORE = new ElementId("store");

    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<JsonObject> posted = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile String mood = "good";
    private Duration limit = Duration.ofSeconds(20);
    private Optional<String> trace = Optional.empty();
    private Instant now = AT.plusSeconds(1);
    private HttpServer server;
    private IncidentAlerts alerts;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/am/api/v2/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean status = exchange.getRequestURI().getPath().endsWith("/status");
            if (mood.equals("hangs")) hang();
            byte[] answer = answer(status).getBytes(UTF_8);
            if (mood.equals("good") && !status) keep(body);
            exchange.sendResponseHeaders(mood.equals("broken") ? 500 : 200, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        alerts = alerts(address());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/am/";
    }

    @AfterEach
    void close() {
        release.countDown();
        alerts.close();
        server.stop(0);
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(boolean status) {
        return switch (mood) {
            case "garbage" -> "<html>welcome</html>";
            case "huge" -> "x".repeat(1 << 20);
            case "broken" -> "out of\nspace";
            default -> status ? "{\"versionInfo\":{\"version\":\"0.28.0\"}}" : "";
        };
    }

    private void keep(String body) {
        Json.createReader(new StringReader(body)).readArray().forEach(one -> posted.add(one.asJsonObject()));
    }

    private IncidentAlerts alerts(String address) {
        Journal journal = (Journal) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Journal.class}, (_, method, given) -> {
                    if (!method.getName().equals("read")) throw new UnsupportedOperationException(method.getName());
                    int from = (int) ((long) given[0] - 1);
                    return List.copyOf(entries.subList(from, Math.min(entries.size(), from + (int) given[1])));
                });
        return new IncidentAlerts(address, "node-1", () -> now, limit).with(journal);
    }

    private void changed(String id, State state) {
        Symptom symptom = new Symptom(
                STORE,
                Symptom.Kind.DOWN,
                "x",
                AT,
                1,
                "rule",
                Threshold.Response.HEAL,
                List.of(Observation.measured(STORE, "x", 1, "1", AT, "test")),
                "it ended");
        Diagnosis diagnosis = new Diagnosis(List.of(), List.of(symptom), Set.of(), "the \"store\" ended");
        Incident incident = new Incident(id, STORE, diagnosis, state, AT, AT, AT, 0, "note");
        JournalRecord record = new JournalRecord.Changed(id, incident);
        entries.add(new JournalEntry(entries.size() + 1, AT, record, "{}", "0", trace));
    }

    private void look() {
        posted.clear();
        alerts.look();
    }

    private static String text(JsonObject alert, String part, String name) {
        return alert.getJsonObject(part).getString(name);
    }

    @Test
    void an_alert_leads_to_the_trace_of_its_incident() {
        trace = Optional.of("0af7651916cd43dd8448eb211c80319c");
        changed("I-000001", State.OPEN);
        alerts.look();
        assertThat(text(posted.getFirst(), "annotations", "trace_id")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void an_open_incident_is_an_alert_and_its_end_resolves_it_once() {
        changed("I-1", State.OPEN);
        look();
        assertThat(posted).hasSize(1);
        JsonObject firing = posted.getFirst();
        assertThat(text(firing, "labels", "alertname")).isEqualTo("X0Incident");
        assertThat(text(firing, "labels", "element")).isEqualTo("store");
        assertThat(text(firing, "labels", "incident")).isEqualTo("I-1");
        assertThat(text(firing, "annotations", "summary")).isEqualTo("store: DOWN");
        assertThat(firing.getJsonObject("annotations")).doesNotContainKey("trace_id");
        assertThat(text(firing, "annotations", "description")).isEqualTo("the \"store\" ended");
        assertThat(firing.getString("startsAt")).isEqualTo(AT.toString());
        assertThat(firing.getString("endsAt")).isEqualTo(now.plus(Alert.LEASE).toString());
        now = now.plusSeconds(5);
        changed("I-1", State.RESOLVED);
        look();
        assertThat(posted).hasSize(1);
        assertThat(posted.getFirst().getJsonObject("labels")).isEqualTo(firing.getJsonObject("labels"));
        assertThat(posted.getFirst().getString("endsAt")).isEqualTo(now.toString());
        look();
        assertThat(posted).isEmpty();
    }

    @Test
    void a_page_is_an_alert_of_its_own_that_ends_with_the_need_for_people() {
        changed("I-1", State.PAGED);
        look();
        assertThat(posted).extracting(a -> text(a, "labels", "severity")).containsExactly("warning", "critical");
        changed("I-1", State.CLEARED);
        look();
        assertThat(posted)
                .hasSize(2)
                .allSatisfy(a -> assertThat(a.getString("endsAt")).isEqualTo(now.toString()));
    }

    @Test
    void what_was_over_before_it_was_told_is_not_told() {
        for (int i = 0; i < 1_500; i++) {
            changed("I-" + i, State.OPEN);
            changed("I-" + i, State.CLEARED);
        }
        look();
        look();
        assertThat(posted).isEmpty();
    }

    @Test
    void a_firing_alert_is_told_again_before_it_runs_out() {
        changed("I-1", State.OPEN);
        look();
        look();
        assertThat(posted).isEmpty();
        now = now.plus(Alerts.REPEAT);
        look();
        assertThat(posted).hasSize(1);
        assertThat(Alerts.REPEAT).isLessThan(Alert.LEASE.dividedBy(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken|answered with status 500: 'out of space'",
                "hangs|did not answer within 2000 ms",
                "garbage|what answered is no Alertmanager",
                "huge|cannot be told"
            })
    void what_was_not_taken_is_named_and_told_again(String kind, String why) {
        mood = kind;
        limit = Duration.ofSeconds(2);
        alerts.close();
        alerts = alerts(address());
        changed("I-1", State.OPEN);
        look();
        assertThat(posted).isEmpty();
        assertThat(alerts.selfTest().passed()).isFalse();
        assertThat(alerts.selfTest().detail()).contains(why);
        mood = "good";
        assertThat(alerts.selfTest().detail())
                .startsWith("the last alerts were not taken: ")
                .contains(why);
        changed("I-1", State.CLEARED);
        now = now.plusSeconds(1);
        look();
        assertThat(posted)
                .as("it may have been taken before, so its end is told")
                .hasSize(1);
        assertThat(alerts.selfTest().passed()).isTrue();
    }

    @Test
    void an_alertmanager_that_is_away_is_asked_less_and_less_often() {
        mood = "broken";
        changed("I-1", State.OPEN);
        for (int i = 0; i < 10; i++) {
            look();
            now = now.plusSeconds(30);
        }
        mood = "good";
        now = now.minusSeconds(1);
        look();
        assertThat(posted).as("one second before the longest pause is over").isEmpty();
        now = now.plusSeconds(1);
        look();
        assertThat(posted).hasSize(1);
    }

    @Test
    void a_flood_of_incidents_is_bounded_and_said() {
        for (int i = 0; i < 1_200; i++) changed("I-" + i, State.OPEN);
        look();
        assertThat(posted).hasSize(Alerts.LIMIT);
        assertThat(alerts.selfTest().detail())
                .isEqualTo("version 0.28.0; 1000 firing, 200 left out over the limit of 1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|X0_ALERTMANAGER_URL is not set",
                "nowhere|an address looks like",
                "http://alerts.example:9093|encrypted only",
                "ht tp|that is no address"
            })
    void a_wrong_setting_is_named(String address, String why) {
        try (var closing = new Closing(alerts(address))) {
            assertThat(closing.alerts().selfTest().passed()).isFalse();
            assertThat(closing.alerts().selfTest().detail()).contains(why);
        }
    }

    private record Closing(IncidentAlerts alerts) implements AutoCloseable {
        @Override
        public void close() {
            alerts.close();
        }
    }
}
