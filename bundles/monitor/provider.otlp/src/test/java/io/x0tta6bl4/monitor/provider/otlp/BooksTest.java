package io.x0tta6bl4.monitor.provider.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.monitor.provider.otlp.Receiver.Result;
import io.x0tta6bl4.monitor.provider.otlp.Refusals.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The books under a clock that the test moves. */
class BooksTest {
    private static final ElementId SELF = new ElementId("self");
    private static final Limits SMALL = new Limits(3, 4, 10, 2, 5, Duration.ofMinutes(10));

    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final Books books = new Books(SMALL, () -> now);
    private Names names = new Names(Model.empty("node"));
    private final Receiver receiver = new Receiver(books, () -> names);
    private final Window window = new Window(books, SELF);

    private List<Observation> after(Duration time) {
        now = now.plus(time);
        return window.close(names, now);
    }

    private Optional<Observation> after(Duration time, String signal) {
        return after(time).stream().filter(o -> o.signal().equals(signal)).findFirst();
    }

    private void take(Kind kind, byte[] request) {
        assertThat(receiver.take(kind, request, false)).isInstanceOf(Result.Taken.class);
    }

    private static double value(Optional<Observation> observation) {
        return ((Reading.Measured) observation.orElseThrow().reading()).value();
    }

    private static Element element(String name, TelemetryWatch telemetry, Probe... probes) {
        return new Element(
                new ElementId(name),
                new Subject.Endpoint(),
                "endpoint",
                "here",
                Element.Origin.CONFIGURED,
                List.of(probes),
                List.of(),
                Set.of(),
                List.of(),
                AnomalyWatch.NONE,
                telemetry);
    }

    private void configured(Element... elements) {
        names = new Names(new Model(1, "node", List.of(elements), Policy.defaults()));
    }

    @Test
    void of_a_gauge_the_largest_series_counts() {
        take(Kind.METRICS, Telling.gauge("shop", "queue", Telling.point(3, now, "a"), Telling.point(7, now, "b")));
        Optional<Observation> seen = after(Duration.ofSeconds(2), "x-metric.queue");
        assertThat(value(seen)).isEqualTo(7);
        assertThat(seen.orElseThrow().element()).isEqualTo(new ElementId("service/shop"));
        assertThat(after(Duration.ofSeconds(2), "x-metric.queue")).isEmpty();
    }

    @Test
    void a_counter_becomes_a_rate_and_one_that_begins_anew_is_no_fall() {
        take(Kind.METRICS, Telling.counter("shop", "orders", Telling.point(100, now)));
        after(Duration.ofSeconds(2));
        take(Kind.METRICS, Telling.counter("shop", "orders", Telling.point(120, now)));
        assertThat(value(after(Duration.ofSeconds(2), "x-metric.orders.rate"))).isEqualTo(10);
        take(Kind.METRICS, Telling.counter("shop", "orders", Telling.point(6, now)));
        assertThat(value(after(Duration.ofSeconds(2), "x-metric.orders.rate"))).isEqualTo(3);
        assertThat(books.words()).contains("1 counters began anew");
    }

    @Test
    void calls_of_a_service_have_a_rate_an_error_ratio_and_a_latency() {
        for (int i = 0; i < 4; i++)
            take(
                    Kind.TRACES,
                    Telling.spans(
                            "shop",
                            Telling.span(
                                    SpanKind.SPAN_KIND_SERVER,
                                    "s" + i,
                                    "",
                                    Duration.ofMillis(10 * (i + 1)),
                                    i == 0,
                                    now)));
        List<Observation> seen = after(Duration.ofSeconds(2));
        assertThat(seen)
                .filteredOn(o -> o.signal().equals("x-span.error_ratio"))
                .singleElement()
                .satisfies(o -> assertThat(o.reading()).isEqualTo(new Reading.Measured(0.25, "1")));
        assertThat(seen)
                .filteredOn(o -> o.signal().equals("x-span.latency_p95"))
                .singleElement()
                .satisfies(o -> assertThat(o.reading()).isEqualTo(new Reading.Measured(40, "ms")));
        assertThat(seen)
                .filteredOn(o -> o.signal().equals("x-span.rate"))
                .singleElement()
                .satisfies(o -> assertThat(o.reading()).isEqualTo(new Reading.Measured(2, "1/s")));
    }

    @Test
    void a_span_that_does_not_say_when_it_began_and_ended_is_refused_and_no_call_of_decades() {
        Span.Builder good = Telling.span(SpanKind.SPAN_KIND_SERVER, "s", "", Duration.ofMillis(8), false, now);
        take(
                Kind.TRACES,
                Telling.spans(
                        "shop",
                        good.clone().setStartTimeUnixNano(0),
                        good.clone().setEndTimeUnixNano(0),
                        good.clone().setEndTimeUnixNano(good.getStartTimeUnixNano() - 1)));
        assertThat(books.refusedFor(Reason.NO_TIMES)).isEqualTo(3);
        take(Kind.TRACES, Telling.spans("shop", good));
        assertThat(books.words()).contains("taken 0 points, 1 spans");
    }

    @Test
    void who_calls_whom_is_found_from_both_sides_in_either_order() {
        byte[] client = Telling.spans(
                "shop", Telling.span(SpanKind.SPAN_KIND_CLIENT, "c", "s", Duration.ofMillis(8), true, now));
        byte[] server = Telling.spans(
                "store", Telling.span(SpanKind.SPAN_KIND_SERVER, "t", "c", Duration.ofMillis(5), true, now));
        take(Kind.TRACES, client);
        take(Kind.TRACES, server);
        take(Kind.TRACES, server);
        take(Kind.TRACES, client);
        assertThat(books.spans.waiting()).isZero();
        assertThat(value(after(Duration.ofSeconds(2), "x-edge.service_store.error_ratio")))
                .isEqualTo(1);
        assertThat(Graph.of(books, names))
                .filteredOn(e -> e.id().value().equals("service/shop"))
                .singleElement()
                .satisfies(e -> assertThat(e.dependsOn()).containsExactly(new ElementId("service/store")));
    }

    @Test
    void services_are_the_elements_of_the_watch_file_by_name_by_service_and_by_address() {
        Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(400), 1, 1, 1);
        configured(
                element("shop", TelemetryWatch.NONE),
                element("ware", new TelemetryWatch(List.of(), Optional.of("warehouse-v2"))),
                element("db", TelemetryWatch.NONE, new Probe.Tcp("127.0.0.1", 5432, schedule)));
        var toDb = Telling.span(SpanKind.SPAN_KIND_CLIENT, "a", "", Duration.ofMillis(1), false, now)
                .addAttributes(Telling.attribute("url.full", "http://localhost:5432/x"));
        var toWare = Telling.span(SpanKind.SPAN_KIND_CLIENT, "b", "", Duration.ofMillis(1), false, now)
                .addAttributes(Telling.attribute("peer.service", "warehouse-v2"));
        take(Kind.TRACES, Telling.spans("shop", toDb, toWare));
        assertThat(Graph.of(books, names))
                .filteredOn(e -> e.id().value().equals("shop"))
                .singleElement()
                .satisfies(e -> assertThat(e.dependsOn()).containsExactly(new ElementId("db"), new ElementId("ware")));
    }

    @Test
    void an_error_in_a_log_is_an_event_without_characters_that_steer_a_terminal() {
        take(Kind.LOGS, Telling.log("shop", SeverityNumber.SEVERITY_NUMBER_INFO, "fine"));
        take(Kind.LOGS, Telling.log("shop", SeverityNumber.SEVERITY_NUMBER_ERROR, "out of\u001b[2J stock"));
        assertThat(after(Duration.ofSeconds(2), "x-log.event").orElseThrow().reading())
                .isEqualTo(new Reading.State("error", "out of [2J stock"));
        assertThat(value(after(Duration.ofSeconds(2), "x-log.errors"))).isZero();
    }

    @Test
    void values_without_a_number_and_times_of_the_future_are_refused_and_doubt_the_sensor_alone() {
        take(
                Kind.METRICS,
                Telling.gauge(
                        "shop", "m", Telling.point(Double.NaN, now), Telling.point(Double.POSITIVE_INFINITY, now)));
        take(
                Kind.METRICS,
                Telling.gauge(
                        "shop",
                        "m",
                        Telling.point(1, now.plusSeconds(3600)),
                        Telling.point(1, now.minusSeconds(36_000))));
        List<Observation> seen = after(Duration.ofSeconds(2));
        assertThat(books.refusedFor(Reason.NO_NUMBER)).isEqualTo(2);
        assertThat(books.refusedFor(Reason.FUTURE)).isEqualTo(1);
        assertThat(books.refusedFor(Reason.PAST)).isEqualTo(1);
        assertThat(seen).singleElement().satisfies(o -> {
            assertThat(o.element()).isEqualTo(SELF);
            assertThat(o.quality()).isEqualTo(Quality.DOUBTFUL);
            assertThat(o.doubt()).contains("2 × value that is no finite number", "1 × time stamp of the future");
        });
        assertThat(after(Duration.ofSeconds(2), Window.REFUSED).orElseThrow().quality())
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void a_label_bomb_is_refused_at_the_limit_and_what_was_there_goes_on() {
        for (int i = 0; i < 10_000; i++)
            take(Kind.METRICS, Telling.gauge("shop", "m" + i % 5, Telling.point(i, now, "label" + i)));
        for (int i = 0; i < 100; i++) take(Kind.METRICS, Telling.gauge("bomb" + i, "m", Telling.point(i, now)));
        assertThat(books.series()).isEqualTo(10);
        assertThat(books.services).hasSize(3);
        assertThat(books.refusedFor(Reason.TOO_MANY)).isGreaterThan(9_900);
        take(Kind.METRICS, Telling.gauge("shop", "m0", Telling.point(77, now, "label0")));
        assertThat(value(after(Duration.ofSeconds(2), "x-metric.m0"))).isGreaterThanOrEqualTo(77);
    }

    @Test
    void spans_whose_other_side_never_comes_are_kept_up_to_a_limit() {
        for (int i = 0; i < 1_000; i++)
            take(
                    Kind.TRACES,
                    Telling.spans(
                            "shop",
                            Telling.span(SpanKind.SPAN_KIND_CLIENT, "c" + i, "", Duration.ofMillis(1), false, now)));
        assertThat(books.spans.waiting()).isEqualTo(SMALL.spans());
    }

    @Test
    void a_metric_that_vanishes_is_a_doubt_for_a_while_and_then_forgotten() {
        take(Kind.METRICS, Telling.gauge("shop", "m", Telling.point(1, now)));
        after(Duration.ofSeconds(2));
        assertThat(after(Duration.ofSeconds(155), "x-metric.m").orElseThrow().quality())
                .isEqualTo(Quality.DOUBTFUL);
        assertThat(after(Duration.ofSeconds(30), "x-metric.m").orElseThrow().quality())
                .isEqualTo(Quality.GOOD);
        now = now.plusSeconds(30);
        books.forget(now);
        assertThat(books.series()).isZero();
        assertThat(after(Duration.ofSeconds(2), "x-metric.m")).isEmpty();
    }

    @Test
    void octets_of_every_kind_are_answered_and_never_throw() {
        Random random = new Random(5);
        byte[] good = Telling.spans(
                "shop", Telling.span(SpanKind.SPAN_KIND_SERVER, "s", "", Duration.ofMillis(1), false, now));
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k < 1 + i % 5; k++) bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            for (Kind kind : Kind.values())
                assertThat(receiver.take(kind, bad, i % 2 == 0)).isNotNull();
        }
        assertThat(receiver.take(Kind.TRACES, new byte[] {1, 2, 3}, false)).isInstanceOf(Result.Malformed.class);
        assertThat(receiver.take(Kind.TRACES, "[".repeat(100_000).getBytes(StandardCharsets.UTF_8), true))
                .isInstanceOf(Result.Malformed.class);
        assertThat(books.refusedFor(Reason.MALFORMED)).isPositive();
    }

    @Test
    void json_and_protobuf_mean_the_same_and_their_spans_find_one_another() {
        String json =
                "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}}]},"
                    + "\"scopeSpans\":[{\"spans\":[{\"traceId\":\"30313233343536373839616263646566\",\"spanId\":\"6161616161616161\","
                    + "\"kind\":3,\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"" + Telling.nanos(now)
                        + "\"}]}]}]}";
        assertThat(receiver.take(Kind.TRACES, json.getBytes(StandardCharsets.UTF_8), true))
                .isInstanceOf(Result.Taken.class);
        take(
                Kind.TRACES,
                Telling.spans(
                        "store",
                        Telling.span(SpanKind.SPAN_KIND_SERVER, "t", "aaaaaaaa", Duration.ofMillis(5), false, now)));
        assertThat(books.spans.edges().keySet())
                .containsExactly(new Spans.Edge(new ElementId("service/shop"), new ElementId("service/store")));
    }

    @Test
    void a_fifth_request_at_a_time_is_asked_to_come_again() {
        for (int i = 0; i < Limits.AT_ONCE; i++) assertThat(receiver.begin()).isTrue();
        assertThat(receiver.begin()).isFalse();
        receiver.done();
        assertThat(receiver.begin()).isTrue();
        assertThat(books.refusedFor(Reason.BUSY)).isEqualTo(1);
    }
}
