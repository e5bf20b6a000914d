package io.x0tta6bl4.monitor.provider.snapshot;

import static io.x0tta6bl4.monitor.provider.snapshot.Bench.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SensorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private final Bench bench = new Bench();

    /** A sensor that looks as it is told to. */
    private static final class Eye implements Sensor {
        final List<Long> told = new CopyOnWriteArrayList<>();
        private final String name;
        private final Function<Element, List<Observation>> look;
        private volatile ObservationSink sink = o -> {};

        Eye(String name, Function<Element, List<Observation>> look) {
            this.name = name;
            this.look = look;
        }

        Eye(String name) {
            this(name, e -> List.of());
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void watch(Model model, ObservationSink to) {
            told.add(model.revision());
            sink = to;
        }

        @Override
        public List<Observation> look(Element element) {
            return look.apply(element);
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Observation> look(Duration limit) {
        return bench.monitor.look(Bench.endpoint(STORE), limit);
    }

    @Test
    void a_look_goes_on_for_the_step_that_it_is_made_for() {
        List<Optional<TraceContext>> seen = new CopyOnWriteArrayList<>();
        bench.monitor.take(new Eye("eye", element -> {
            seen.add(Propagation.here());
            return List.of();
        }));
        var place = Optional.of(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
        Propagation.within(place, () -> look(LIMIT));
        look(LIMIT);
        assertThat(seen).containsExactly(place, Optional.empty());
    }

    @Test
    void a_sensor_that_comes_is_told_of_the_model_in_force_and_of_every_new_one_and_counted() {
        Eye eye = new Eye("eye");
        bench.monitor.take(eye);
        bench.monitor.settle();
        bench.watch(Bench.endpoint(STORE));
        assertThat(eye.told).containsExactly(1L, 2L);
        eye.sink.accept(bench.http("healthy", "eye"));
        assertThat(bench.monitor.sensors()).containsExactly(java.util.Map.entry("eye", 1L));
    }

    @Test
    void a_sensor_that_has_gone_is_neither_told_nor_heard_nor_asked() {
        Eye eye = new Eye("eye", e -> List.of(bench.http("wrong", "eye")));
        Runnable leaves = bench.monitor.take(eye);
        bench.monitor.settle();
        leaves.run();
        bench.watch(Bench.endpoint(STORE));
        eye.sink.accept(bench.http("wrong", "eye"));
        assertThat(eye.told).containsExactly(1L);
        assertThat(bench.snapshot().arrived()).isEmpty();
        assertThat(absence(look(Duration.ofMillis(50)), "sensor.eye"))
                .as("it may be on its way back: its silence is named, not passed over")
                .contains("no answer in time");
        assertThat(bench.monitor.sensors()).isEmpty();
    }

    /** Two sensors on one signal, the first with the signal's own key; returns what the leaving one is taken away by. */
    private Runnable secondOpinion(String leaving, String staying) {
        Runnable leaves = bench.monitor.take(new Eye(leaving));
        bench.monitor.take(new Eye(staying));
        bench.monitor.settle();
        return leaves;
    }

    private void goesOn(String sensor, int seconds) {
        for (int i = 0; i < seconds; i++) {
            bench.after(Duration.ofSeconds(1)).says(bench.http("healthy", sensor));
            bench.snapshot();
        }
    }

    @Test
    void what_a_second_sensor_said_is_forgotten_once_it_has_left_and_is_no_silence() {
        Runnable leaves = secondOpinion("second", "http");
        bench.says(bench.http("healthy", "http"), bench.http("healthy", "second"));
        assertThat(bench.snapshot().latest().get(STORE)).hasSize(2);
        leaves.run();
        goesOn("http", 9);
        assertThat(bench.snapshot().latest().get(STORE))
                .as("it may be on its way back")
                .hasSize(2);
        goesOn("http", 20);
        assertThat(bench.snapshot().latest().get(STORE)).containsOnlyKeys(Signals.HTTP_STATE);
        assertThat(bench.snapshot().silent()).isEmpty();
    }

    @Test
    void of_two_sensors_the_second_stands_for_the_signal_when_the_first_has_left() {
        Runnable leaves = secondOpinion("http", "second");
        bench.says(bench.http("healthy", "http"), bench.http("healthy", "second"));
        bench.snapshot();
        leaves.run();
        goesOn("second", 30);
        assertThat(bench.latest(Signals.HTTP_STATE).sensor()).isEqualTo("second");
        assertThat(bench.snapshot().silent()).isEmpty();
    }

    @Test
    void the_only_word_on_a_signal_is_kept_when_its_sensor_has_left_and_grows_stale_because_nobody_looks() {
        Runnable leaves = bench.monitor.take(new Eye("http"));
        bench.monitor.settle();
        bench.says(bench.http("healthy", "http")).snapshot();
        leaves.run();
        for (int i = 0; i < 30; i++) bench.after(Duration.ofSeconds(1)).snapshot();
        assertThat(bench.latest(Signals.HTTP_STATE).quality()).isEqualTo(Quality.STALE);
        assertThat(bench.snapshot().silent()).containsExactly(STORE);
    }

    @Test
    void a_second_sensor_that_comes_back_in_time_is_not_forgotten() {
        Runnable leaves = secondOpinion("second", "http");
        bench.says(bench.http("healthy", "http"), bench.http("healthy", "second"));
        bench.snapshot();
        leaves.run();
        goesOn("http", 5);
        bench.monitor.take(new Eye("second"));
        goesOn("http", 8);
        assertThat(bench.snapshot().latest().get(STORE)).hasSize(2);
    }

    @Test
    void of_two_sensors_of_one_name_only_the_one_that_serves_is_heard_and_asked() {
        Eye old = new Eye("eye", e -> List.of(bench.http("healthy", "eye")));
        Eye next = new Eye("eye", e -> List.of(bench.http("wrong", "eye")));
        bench.monitor.take(next);
        Runnable oldLeaves = bench.monitor.take(old);
        bench.monitor.settle();
        old.sink.accept(bench.http("healthy", "eye"));
        next.sink.accept(bench.http("healthy", "eye"));
        assertThat(bench.snapshot().arrived()).hasSize(1);
        assertThat(look(LIMIT)).singleElement().matches(o -> o.says("healthy"));

        oldLeaves.run();

        assertThat(look(LIMIT)).singleElement().matches(o -> o.says("wrong"));
    }

    @Test
    void what_the_next_sensor_said_while_the_old_one_served_is_caught_up_with_when_it_takes_over() {
        Eye next = new Eye("eye");
        Eye old = new Eye("eye");
        bench.monitor.take(next);
        Runnable oldLeaves = bench.monitor.take(old);
        bench.monitor.settle();
        next.sink.accept(bench.http("wrong", "eye"));
        assertThat(bench.snapshot().arrived()).isEmpty();

        oldLeaves.run();

        assertThat(bench.snapshot().arrived()).singleElement().matches(o -> o.says("wrong"));
    }

    @Test
    void a_look_waits_for_a_sensor_that_is_being_replaced() throws Exception {
        Runnable leaves = bench.monitor.take(new Eye("eye", e -> List.of(bench.http("healthy", "eye"))));
        leaves.run();
        var asked = java.util.concurrent.CompletableFuture.supplyAsync(() -> look(Duration.ofSeconds(5)));
        bench.monitor.take(new Eye("eye", e -> List.of(bench.http("wrong", "eye"))));
        assertThat(asked.get()).singleElement().matches(o -> o.says("wrong"));
    }

    @Test
    void a_monitor_that_takes_over_knows_what_was_seen_and_what_waited_and_counts_on() {
        bench.monitor.accept(bench.http("healthy", "http"));
        long before = bench.snapshot().tick();
        bench.monitor.accept(bench.state(Signals.TCP_STATE, "unreachable", "tcp"));
        try (Bench next = new Bench()) {
            assertThat(next.monitor.takeOver(bench.monitor.handOver())).isTrue();
            var snapshot = next.monitor.snapshot();
            assertThat(snapshot.tick()).isEqualTo(before + 1);
            assertThat(snapshot.latest(STORE, Signals.HTTP_STATE)).isPresent();
            assertThat(snapshot.arrived()).singleElement().matches(o -> o.says("unreachable"));
            assertThat(next.monitor.takeOver(new io.x0tta6bl4.platform.api.Handover.State("x", 1, new byte[0])))
                    .isFalse();
        }
    }

    @Test
    void a_sensor_that_fails_to_take_the_model_keeps_no_other_from_it() {
        Eye good = new Eye("good");
        for (String name : List.of("a", "b", "c")) bench.monitor.take(new Refusing(name));
        bench.monitor.take(good);
        bench.watch(Bench.endpoint(STORE));
        assertThat(good.told).containsExactly(1L, 2L);
    }

    private record Refusing(String name) implements Sensor {
        @Override
        public void watch(Model model, ObservationSink sink) {
            if (name.equals("a")) throw new IllegalStateException("no");
            throw new NoClassDefFoundError("left with its bundle");
        }

        @Override
        public List<Observation> look(Element element) {
            throw new NoClassDefFoundError("left with its bundle");
        }
    }

    @Test
    void a_look_gathers_what_every_sensor_sees() {
        bench.monitor.take(new Eye("http", e -> List.of(bench.http("healthy", "http"))));
        bench.monitor.take(new Eye("tcp", e -> List.of(bench.state(Signals.TCP_STATE, "healthy", "tcp"))));
        assertThat(look(LIMIT))
                .extracting(Observation::signal)
                .containsExactlyInAnyOrder(Signals.HTTP_STATE, Signals.TCP_STATE);
        assertThat(bench.snapshot().arrived()).isEmpty();
    }

    @Test
    void a_sensor_that_throws_in_a_look_reads_as_absent_with_the_reason_and_the_others_are_heard() {
        bench.monitor.take(new Eye("bad", e -> {
            throw new IllegalStateException("lens cap on");
        }));
        bench.monitor.take(new Refusing("gone"));
        bench.monitor.take(new Eye("http", e -> List.of(bench.http("healthy", "http"))));
        List<Observation> seen = look(LIMIT);
        assertThat(seen).hasSize(3);
        assertThat(absence(seen, "sensor.bad")).contains("lens cap on");
        assertThat(absence(seen, "sensor.gone")).contains("left with its bundle");
    }

    @Test
    void a_sensor_that_hangs_in_a_look_costs_no_more_than_the_limit_and_is_interrupted() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        for (String name : List.of("hangs", "hangs-too", "hangs-as-well"))
            bench.monitor.take(new Eye(name, e -> hang(interrupted, over)));
        bench.monitor.take(new Eye("http", e -> List.of(bench.http("healthy", "http"))));
        long before = System.nanoTime();
        List<Observation> seen = look(Duration.ofMillis(300));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofMillis(850));
        assertThat(absence(seen, "sensor.hangs")).isEqualTo("no answer in time");
        assertThat(seen).anyMatch(o -> o.says("healthy"));
        assertThat(over.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isTrue();
    }

    private static List<Observation> hang(AtomicBoolean interrupted, CountDownLatch over) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.set(true);
            over.countDown();
        }
        return List.of();
    }

    private static String absence(List<Observation> seen, String signal) {
        Observation found =
                seen.stream().filter(o -> o.signal().equals(signal)).findFirst().orElseThrow();
        return ((Reading.Absent) found.reading()).reason();
    }

    @Test
    void sensors_that_disagree_in_a_look_are_both_doubtful_and_so_is_what_cannot_be() {
        bench.monitor.take(new Eye("a", e -> List.of(bench.http("healthy", "a"))));
        bench.monitor.take(new Eye("b", e -> List.of(bench.http("wrong", "b"))));
        bench.monitor.take(new Eye("c", e -> List.of(bench.measured(Signals.HOST_DISK, 3, "1"))));
        assertThat(look(LIMIT)).hasSize(3).allMatch(o -> o.quality() == Quality.DOUBTFUL);
    }

    @Test
    void the_model_is_followed_while_its_source_is_there_and_no_longer() {
        ModelFeed feed = new ModelFeed(bench.monitor::watch);
        Source source = new Source();
        feed.bind(1, source);
        source.listener.accept(model(7, Bench.endpoint(STORE)));
        assertThat(bench.snapshot().model().revision()).isEqualTo(7);
        feed.unbind(1);
        assertThat(source.closed).isTrue();
    }

    @Test
    void a_model_is_in_the_next_snapshot_before_it_is_announced_even_with_the_revision_of_the_one_before() {
        ModelFeed feed = new ModelFeed(bench.monitor::watch);
        bench.monitor.watch(model(3));
        assertThat(bench.snapshot().latest()).isEmpty();
        Source silent = new Source();
        silent.current = model(3, Bench.endpoint(STORE));
        silent.announces = false;

        feed.bind(1, silent);
        bench.monitor.accept(bench.http("wrong", "eye"));

        assertThat(bench.snapshot().latest(STORE, Signals.HTTP_STATE)).isPresent();
    }

    @Test
    void
            of_two_models_the_first_by_rank_is_followed_and_what_was_discovered_outlives_the_swap_until_it_is_told_again() {
        ModelFeed feed = new ModelFeed(bench.monitor::watch);
        Source old = new Source();
        Source next = new Source();
        feed.bind(2, old);
        feed.bind(1, next);
        Element bundle = Element.discovered(
                new io.x0tta6bl4.knowledge.api.element.ElementId("bundle/x"),
                new io.x0tta6bl4.knowledge.api.element.Subject.Bundle("x"),
                "bundle",
                java.util.Set.of());
        old.listener.accept(model(7, Bench.endpoint(STORE), bundle));

        feed.unbind(2);
        next.listener.accept(model(1, Bench.endpoint(STORE)));
        assertThat(bench.snapshot().model().element(bundle.id())).isPresent();

        Element other = Element.discovered(
                new io.x0tta6bl4.knowledge.api.element.ElementId("bundle/y"),
                new io.x0tta6bl4.knowledge.api.element.Subject.Bundle("y"),
                "bundle",
                java.util.Set.of());
        next.listener.accept(model(2, Bench.endpoint(STORE), other));
        assertThat(bench.snapshot().model().element(bundle.id())).isEmpty();
    }

    private static Model model(long revision, Element... elements) {
        return new Model(revision, "there", List.of(elements), io.x0tta6bl4.knowledge.api.policy.Policy.defaults());
    }

    private static final class Source implements ElementModel {
        private Consumer<Model> listener = m -> {};
        private boolean closed;
        private boolean announces = true;
        private Model current = Model.empty("there");

        @Override
        public Model current() {
            return current;
        }

        @Override
        public void discovered(String source, Collection<Element> elements) {}

        @Override
        public AutoCloseable onChange(Consumer<Model> to) {
            listener = to;
            if (announces) to.accept(current());
            return () -> closed = true;
        }
    }

    @Test
    void the_self_test_passes_and_names_the_sensors() {
        bench.monitor.take(new Eye("eye"));
        var result = bench.monitor.selfTest();
        assertThat(result.passed()).isTrue();
        assertThat(result.toString()).contains("eye");
    }
}
