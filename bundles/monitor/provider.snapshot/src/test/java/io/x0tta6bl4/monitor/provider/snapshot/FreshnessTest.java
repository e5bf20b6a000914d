package io.x0tta6bl4.monitor.provider.snapshot;

import static io.x0tta6bl4.monitor.provider.snapshot.Bench.STORE;
import static io.x0tta6bl4.monitor.provider.snapshot.Bench.endpoint;
import static io.x0tta6bl4.monitor.provider.snapshot.Bench.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void what_was_seen_a_moment_ago_is_good_and_what_was_seen_long_ago_is_stale_with_the_reason() {
        bench.says(bench.http("healthy", "http"));
        assertThat(bench.after(Duration.ofSeconds(20))
                        .latest(Signals.HTTP_STATE)
                        .quality())
                .isEqualTo(Quality.GOOD);
        Observation stale = bench.after(Duration.ofMillis(1)).latest(Signals.HTTP_STATE);
        assertThat(stale.quality()).isEqualTo(Quality.STALE);
        assertThat(stale.doubt()).contains("nothing new since");
        assertThat(stale.says("healthy")).isTrue();
    }

    @Test
    void a_slow_probe_is_given_five_of_its_periods() {
        bench.watch(endpoint(STORE, tcp(Duration.ofSeconds(1)), tcp(Duration.ofSeconds(30))));
        bench.says(bench.http("healthy", "http"));
        assertThat(bench.after(Duration.ofSeconds(150))
                        .latest(Signals.HTTP_STATE)
                        .quality())
                .isEqualTo(Quality.GOOD);
        assertThat(bench.after(Duration.ofMillis(1)).latest(Signals.HTTP_STATE).quality())
                .isEqualTo(Quality.STALE);
    }

    @Test
    void a_new_period_of_a_probe_counts_from_the_next_snapshot_on() {
        bench.watch(endpoint(STORE, tcp(Duration.ofSeconds(30)))).says(bench.http("healthy", "http"));
        assertThat(bench.after(Duration.ofSeconds(60))
                        .latest(Signals.HTTP_STATE)
                        .quality())
                .isEqualTo(Quality.GOOD);
        bench.watch(endpoint(STORE, tcp(Duration.ofSeconds(1))));
        assertThat(bench.latest(Signals.HTTP_STATE).quality()).isEqualTo(Quality.STALE);
    }

    @Test
    void what_a_probe_said_that_was_taken_away_is_forgotten_and_does_not_grow_stale() {
        bench.watch(Bench.endpoint(STORE, Bench.tcp(Duration.ofSeconds(1))));
        bench.monitor.accept(bench.state(Signals.TCP_STATE, "healthy", "tcp"));
        bench.monitor.accept(bench.measured(Signals.HOST_DISK, 0.5, "1"));
        assertThat(bench.snapshot().latest(STORE, Signals.TCP_STATE)).isPresent();
        bench.watch(Bench.endpoint(STORE));
        bench.after(Duration.ofMinutes(5));
        assertThat(bench.snapshot().latest(STORE, Signals.TCP_STATE)).isEmpty();
        assertThat(bench.snapshot().silent()).isEmpty();
    }

    @Test
    void one_signal_that_goes_silent_does_not_make_the_others_stale() {
        bench.says(bench.http("healthy", "http"), bench.state(Signals.TCP_STATE, "healthy", "tcp"));
        bench.snapshot();
        bench.after(Duration.ofSeconds(15)).says(bench.http("healthy", "http")).snapshot();
        Snapshot later = bench.after(Duration.ofSeconds(6)).snapshot();
        assertThat(later.latest(STORE, Signals.HTTP_STATE).orElseThrow().quality())
                .isEqualTo(Quality.GOOD);
        assertThat(later.latest(STORE, Signals.TCP_STATE).orElseThrow().quality())
                .isEqualTo(Quality.STALE);
    }

    @Test
    void news_makes_a_stale_signal_good_again() {
        bench.says(bench.http("healthy", "http")).snapshot();
        bench.after(Duration.ofMinutes(1)).snapshot();
        assertThat(bench.says(bench.http("wrong", "http"))
                        .latest(Signals.HTTP_STATE)
                        .quality())
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void what_arrives_too_late_to_speak_for_the_present_is_stale_from_the_start() {
        Observation old = bench.http("unresponsive", "http");
        Snapshot snapshot = bench.after(Duration.ofMinutes(1)).says(old).snapshot();
        assertThat(snapshot.arrived())
                .singleElement()
                .extracting(Observation::quality)
                .isEqualTo(Quality.STALE);
        assertThat(snapshot.latest(STORE, Signals.HTTP_STATE).orElseThrow().quality())
                .isEqualTo(Quality.STALE);
    }

    @Test
    void an_older_observation_neither_replaces_a_newer_one_nor_reaches_the_analysis() {
        Observation older = bench.state(Signals.PROCESS_STATE, "running", "process");
        bench.after(Duration.ofMillis(5)).says(bench.state(Signals.PROCESS_STATE, "exited", "process"), older);
        Snapshot snapshot = bench.snapshot();
        assertThat(snapshot.latest(STORE, Signals.PROCESS_STATE).orElseThrow().says("exited"))
                .isTrue();
        assertThat(snapshot.arrived()).singleElement().matches(o -> o.says("exited"));
    }

    @Test
    void a_snapshot_is_frozen_whatever_is_seen_after_it() {
        Snapshot before = bench.says(bench.http("healthy", "http")).snapshot();
        bench.says(bench.http("wrong", "other"));
        Snapshot after = bench.after(Duration.ofMinutes(1))
                .says(bench.http("wrong", "http"))
                .snapshot();
        assertThat(before.latest(STORE, Signals.HTTP_STATE).orElseThrow())
                .matches(o -> o.says("healthy") && o.quality() == Quality.GOOD);
        assertThat(before.latest().get(STORE)).containsOnlyKeys(Signals.HTTP_STATE);
        assertThat(before.arrived()).hasSize(1);
        assertThat(after.latest().get(STORE)).hasSize(2);
    }

    @Test
    void snapshots_are_numbered_and_each_arrival_is_in_exactly_one() {
        bench.says(bench.http("healthy", "http"), bench.http("wrong", "http"));
        Snapshot first = bench.snapshot();
        Snapshot second = bench.snapshot();
        assertThat(first.arrived()).hasSize(2);
        assertThat(second.arrived()).isEmpty();
        assertThat(second.tick()).isEqualTo(first.tick() + 1);
        assertThat(second.at()).isEqualTo(bench.now.get());
    }

    @Test
    void an_element_that_leaves_the_model_is_forgotten_and_starts_anew_when_it_comes_back() {
        bench.says(bench.http("healthy", "http")).snapshot();
        bench.watch(endpoint(Bench.WEB));
        assertThat(bench.says(bench.http("wrong", "http")).snapshot())
                .matches(s -> s.latest().isEmpty() && s.arrived().isEmpty());
        bench.watch(endpoint(STORE));
        assertThat(bench.snapshot().latest(STORE, Signals.HTTP_STATE)).isEmpty();
    }
}
