package io.x0tta6bl4.monitor.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.monitor.api.probe.Panel;
import io.x0tta6bl4.monitor.api.probe.Verdict;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSensorTest implements SensorContract {
    private static final Probe.Schedule OFTEN = schedule(100, 1_000, 1);

    private final List<OddServer> servers = new ArrayList<>();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
    private final OddServer good = server(OddServer.ok("all is well"));
    private HttpSensor sensor = new HttpSensor();

    private static Probe.Schedule schedule(long every, long timeout, int failures) {
        return new Probe.Schedule(Duration.ofMillis(every), Duration.ofMillis(timeout), failures, failures, 1);
    }

    private OddServer server(OddServer.Manner manner) {
        OddServer server = new OddServer(manner);
        servers.add(server);
        return server;
    }

    private static Element element(String name, Probe... probes) {
        return new Element(
                new ElementId(name),
                new Subject.Endpoint(),
                "endpoint",
                "here",
                Element.Origin.CONFIGURED,
                List.of(probes),
                List.of(),
                Set.of(),
                List.of());
    }

    private static Probe.Http probe(URI url, String body, Probe.Schedule schedule) {
        return new Probe.Http(url, 200, 299, body, schedule);
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return element("web", probe(good.url(), "well", OFTEN));
    }

    @AfterEach
    void stop() {
        sensor.close();
        servers.forEach(OddServer::close);
    }

    private Observation look(URI url, String body, long timeout) {
        Element element = element("odd", probe(url, body, schedule(100, timeout, 1)));
        return sensor.look(element).stream()
                .filter(o -> o.signal().equals(Signals.HTTP_STATE))
                .findFirst()
                .orElseThrow();
    }

    private Observation look(OddServer.Manner manner) {
        return look(server(manner).url(), "well", 400);
    }

    private static String detail(Observation o) {
        return ((Reading.State) o.reading()).detail();
    }

    @Test
    void a_look_for_an_incident_tells_the_server_its_place_in_the_trace_and_another_tells_none() {
        var place = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        Propagation.within(Optional.of(place), () -> look(good.url(), "well", 1_000));
        assertThat(good.questions)
                .singleElement()
                .asString()
                .contains("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
        look(good.url(), "well", 1_000);
        assertThat(good.questions.getLast()).doesNotContain("traceparent");
    }

    @Test
    void a_good_answer_is_healthy_with_latency_and_status() {
        Map<String, Reading> readings =
                sensor.look(understood()).stream().collect(Collectors.toMap(Observation::signal, Observation::reading));
        assertThat(readings.get(Signals.HTTP_STATE))
                .isInstanceOfSatisfying(
                        Reading.State.class, s -> assertThat(s.value()).isEqualTo("healthy"));
        assertThat(readings.get(Signals.HTTP_STATUS)).isEqualTo(new Reading.Measured(200, "{status}"));
        assertThat(readings.get(Signals.HTTP_LATENCY)).isInstanceOf(Reading.Measured.class);
    }

    @Test
    void a_server_that_accepts_and_never_answers_is_unresponsive() {
        Observation o = look(OddServer.never());
        assertThat(o.says("unresponsive")).isTrue();
        assertThat(detail(o)).contains("within 400 ms").contains("waiting for the answer");
    }

    @Test
    void a_server_that_answers_byte_by_byte_is_unresponsive() {
        Observation o = look(OddServer.drips());
        assertThat(o.says("unresponsive")).isTrue();
        assertThat(detail(o)).contains("reading the body");
    }

    @Test
    void a_wrong_status_is_wrong_and_shows_the_body() {
        Observation o = look(OddServer.says("HTTP/1.1 503 Busy\r\n\r\nno database"));
        assertThat(o.says("wrong")).isTrue();
        assertThat(detail(o)).contains("status 503").contains("no database");
    }

    @Test
    void a_redirect_is_not_followed() {
        Observation o = look(OddServer.says("HTTP/1.1 302 Found\r\nLocation: " + good.url() + "\r\n\r\n"));
        assertThat(o.says("wrong")).isTrue();
        assertThat(good.asked).hasValue(0);
    }

    @Test
    void a_wrong_body_is_wrong_and_cited_briefly() {
        Observation o = look(OddServer.ok("bad".repeat(1_000)));
        assertThat(o.says("wrong")).isTrue();
        assertThat(detail(o)).contains("does not contain 'well'").hasSizeLessThan(400);
    }

    @Test
    void a_chunked_body_is_read() {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nall w\r\n3\r\nell\r\n0\r\n\r\n";
        assertThat(look(OddServer.says(answer)).says("healthy")).isTrue();
    }

    @Test
    void an_interim_answer_is_skipped() {
        String answer = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";
        assertThat(look(OddServer.says(answer)).says("healthy")).isTrue();
    }

    @Test
    void only_the_first_64_kib_of_a_body_count() {
        String early = "well" + "x".repeat(500_000);
        String late = "x".repeat(500_000) + "well";
        assertThat(look(OddServer.ok(early)).says("healthy")).isTrue();
        assertThat(look(OddServer.ok(late)).says("wrong")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: minus\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nwell",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void what_is_no_answer_of_http_is_wrong(String answer) {
        assertThat(look(OddServer.says(answer)).says("wrong")).isTrue();
    }

    @Test
    void a_connection_closed_without_an_answer_is_unreachable() {
        Observation o = look(OddServer.drop());
        assertThat(o.says("unreachable")).isTrue();
    }

    @Test
    void a_refused_connection_is_unreachable() {
        OddServer gone = server(OddServer.never());
        gone.close();
        Observation o = look(gone.url(), "", 400);
        assertThat(o.says("unreachable")).isTrue();
        assertThat(detail(o)).containsIgnoringCase("refused");
    }

    @Test
    void an_unknown_host_is_unreachable_or_unresponsive_and_never_waits_longer_than_the_time_out() {
        long start = System.nanoTime();
        Observation o = look(URI.create("http://no-such-host.invalid/"), "", 1_500);
        assertThat(o.says("unreachable") || o.says("unresponsive")).isTrue();
        assertThat(detail(o)).contains("no-such-host.invalid");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void a_server_without_tls_is_wrong_for_https() {
        OddServer plain = server(OddServer.ok("well"));
        plain.manner = OddServer.drop();
        Observation o = look(URI.create("https://127.0.0.1:" + plain.port() + "/"), "", 400);
        assertThat(o.says("healthy")).isFalse();
    }

    @Test
    void a_failed_probe_is_repeated_at_once_until_it_has_failed_often_enough() {
        OddServer hung = server(OddServer.never());
        // the period is an hour: what comes after the first answer comes from the repetition
        Element element = element("hung", probe(hung.url(), "", schedule(3_600_000, 150, 3)));
        sensor.watch(model(1, element), seen::add);
        await().atMost(PATIENCE)
                .until(() -> states("hung").filter(o -> o.says("unresponsive")).count() == 3);
        await().during(Duration.ofMillis(600))
                .atMost(PATIENCE)
                .until(() -> states("hung").count() == 3);
    }

    @Test
    void a_repetition_that_succeeds_ends_the_repetition() {
        OddServer moody = server(OddServer.says("HTTP/1.1 500 Oh\r\n\r\n"));
        OddServer.Manner well = OddServer.ok("");
        OddServer.Manner bad = moody.manner;
        moody.manner = socket -> {
            moody.manner = well;
            bad.answer(socket);
        };
        Element element = element("moody", probe(moody.url(), "", schedule(3_600_000, 1_000, 5)));
        sensor.watch(model(1, element), seen::add);
        await().atMost(PATIENCE).until(() -> states("moody").count() == 2);
        await().during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(() -> states("moody").count() == 2);
        assertThat(states("moody").map(o -> ((Reading.State) o.reading()).value()))
                .containsExactly("wrong", "healthy");
    }

    private Stream<Observation> states(String element) {
        return seen.stream()
                .filter(o -> o.element().value().equals(element) && o.signal().equals(Signals.HTTP_STATE));
    }

    @Test
    void fifty_hung_endpoints_among_five_hundred_delay_none() {
        OddServer hung = server(OddServer.never());
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            boolean bad = i % 10 == 0;
            elements.add(element(
                    "e" + i, probe(bad ? hung.url() : good.url(), "", schedule(1_000, bad ? 60_000 : 10_000, 3))));
        }
        sensor.watch(model(1, elements.toArray(Element[]::new)), seen::add);
        // each good one is heard at least three times while the hung ones are still waited for
        await().atMost(PATIENCE)
                .until(() -> seen.stream()
                                .filter(o -> o.says("healthy"))
                                .collect(Collectors.groupingBy(Observation::element, Collectors.counting()))
                                .values()
                                .stream()
                                .filter(n -> n >= 3)
                                .count()
                        == 450);
        assertThat(seen).noneMatch(o -> o.says("unresponsive"));
    }

    @Test
    void ten_thousand_elements_need_no_thread_each() {
        Probe.Schedule seldom = schedule(600_000, 1_000, 1);
        Element[] elements = new Element[10_000];
        for (int i = 0; i < elements.length; i++) elements[i] = element("e" + i, probe(good.url(), "", seldom));
        int before = platformThreads();
        sensor.watch(model(1, elements), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        assertThat(platformThreads() - before).isLessThan(20);
    }

    private static int platformThreads() {
        return Thread.getAllStackTraces().size();
    }

    @Test
    void when_too_many_are_out_a_probe_is_postponed_and_says_so() {
        sensor.close();
        sensor = new HttpSensor(SteadyClock.system(), 1);
        OddServer hung = server(OddServer.never());
        sensor.watch(model(1, element("hung", probe(hung.url(), "", schedule(10, 60_000, 1)))), seen::add);
        await().atMost(PATIENCE).until(() -> hung.asked.get() == 1);
        Element late = element("late", probe(good.url(), "", schedule(10, 1_000, 1)));
        sensor.watch(model(2, element("hung", probe(hung.url(), "", schedule(10, 60_000, 1))), late), seen::add);
        await().atMost(PATIENCE).until(() -> states("late").anyMatch(o -> o.reading() instanceof Reading.Absent));
        assertThat(states("late")).noneMatch(o -> o.reading() instanceof Reading.State);
    }

    @Test
    void of_several_probes_the_worst_counts_and_each_failure_is_told_once() {
        Panel panel = new Panel(new ElementId("web"), HttpSensor.WORDS);
        Instant at = Instant.EPOCH;
        Verdict fine = Verdict.answered(Verdict.Standing.HEALTHY, "a", 5, 200);
        Verdict hung = Verdict.unanswered(Verdict.Standing.UNRESPONSIVE, "b");
        assertThat(panel.hear(0, fine, at)).anyMatch(o -> o.says("healthy"));
        assertThat(panel.hear(1, hung, at))
                .anyMatch(o -> o.says("unresponsive") && detail(o).equals("b"));
        assertThat(panel.hear(0, fine, at)).noneMatch(o -> o.signal().equals(Signals.HTTP_STATE));
        assertThat(panel.hear(1, fine, at)).anyMatch(o -> o.says("healthy"));
    }

    @Test
    void a_new_model_changes_only_what_differs() {
        OddServer other = server(OddServer.ok(""));
        Element hourly = element("hourly", probe(good.url(), "", schedule(3_600_000, 1_000, 1)));
        sensor.watch(model(1, hourly), seen::add);
        await().atMost(PATIENCE).until(() -> good.asked.get() == 1);
        Element added = element("added", probe(other.url(), "", schedule(100, 1_000, 1)));
        for (int i = 2; i < 6; i++) sensor.watch(model(i, hourly, added), seen::add);
        await().atMost(PATIENCE).until(() -> other.asked.get() > 10);
        assertThat(good.asked).hasValue(1);
    }

    @Test
    void a_stopped_sensor_asks_no_more_and_leaves_no_thread() {
        sensor.watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        sensor.close();
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().startsWith("x0-sensor-http")
                                || t.getName().startsWith("x0-lookup")));
        int asked = good.asked.get();
        await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(() -> good.asked.get() <= asked + 1);
    }

    @Test
    void its_self_test_asks_a_real_server() {
        assertThat(sensor.selfTest().passed()).as(sensor.selfTest().detail()).isTrue();
    }
}
