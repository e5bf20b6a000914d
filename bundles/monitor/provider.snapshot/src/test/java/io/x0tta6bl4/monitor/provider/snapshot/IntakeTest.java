package io.x0tta6bl4.monitor.provider.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void budget(boolean on, int queue) {
        Brakes b = Brakes.defaults();
        bench.under(new Brakes(
                b.rateLimit(),
                b.blastRadius(),
                b.healthQuorum(),
                b.hysteresis(),
                b.flapDamping(),
                b.coolDown(),
                b.ladder(),
                b.dryRun(),
                b.approval(),
                b.precondition(),
                b.verification(),
                b.idempotence(),
                b.locks(),
                b.maintenance(),
                b.plausibility(),
                b.audit(),
                b.privileges(),
                new Brakes.Budget(on, Duration.ofMillis(50), queue)));
    }

    private void measurements(int count) {
        for (int i = 0; i < count; i++) bench.says(bench.measured(Signals.PROCESS_CPU, i, "1"));
    }

    @Test
    void above_the_budget_measurements_are_shed_and_counted_once_while_states_still_come_in() {
        budget(true, 10);
        measurements(15);
        bench.says(bench.http("wrong", "http"));
        Snapshot full = bench.snapshot();
        assertThat(full.shed()).isEqualTo(5);
        assertThat(full.arrived()).hasSize(11).anyMatch(o -> o.says("wrong"));
        assertThat(bench.snapshot().shed()).isZero();
    }

    @Test
    void states_too_are_shed_beyond_four_times_the_budget_so_that_memory_is_bounded() {
        budget(true, 10);
        for (int i = 0; i < 100; i++) bench.says(bench.http("wrong", "http"));
        Snapshot full = bench.snapshot();
        assertThat(full.arrived()).hasSize(40).allMatch(o -> o.reading() instanceof Reading.State);
        assertThat(full.shed()).isEqualTo(60);
    }

    @Test
    void a_tick_makes_room_again() {
        budget(true, 10);
        measurements(20);
        bench.snapshot();
        measurements(10);
        assertThat(bench.snapshot()).matches(s -> s.arrived().size() == 10 && s.shed() == 0);
    }

    @Test
    void with_the_brake_off_nothing_is_shed() {
        budget(false, 10);
        measurements(1000);
        assertThat(bench.snapshot()).matches(s -> s.arrived().size() == 1000 && s.shed() == 0);
    }

    @Test
    void the_loop_is_woken_by_bad_news_only() throws Exception {
        AtomicInteger woken = new AtomicInteger();
        try (AutoCloseable handle = bench.monitor.onUrgent(woken::incrementAndGet)) {
            bench.says(bench.http("healthy", "http"), bench.state(Signals.PROCESS_STATE, "running", "process"));
            bench.says(
                    bench.measured(Signals.HOST_CPU, 1, "1"),
                    bench.state(Signals.CONFIGURATION_STATE, "changed", "file"));
            bench.says(Observation.absent(Bench.STORE, Signals.HTTP_STATE, "too many files", bench.now.get(), "http"));
            assertThat(woken).hasValue(0);
            bench.says(bench.state(Signals.PROCESS_STATE, "exited", "process"));
            assertThat(woken).hasValue(1);
        }
        bench.says(bench.state(Signals.PROCESS_STATE, "exited", "process"));
        assertThat(woken).hasValue(1);
    }

    @Test
    void what_was_shed_wakes_nobody() {
        budget(true, 1);
        AtomicInteger woken = new AtomicInteger();
        bench.monitor.onUrgent(woken::incrementAndGet);
        for (int i = 0; i < 50; i++) bench.says(bench.http("wrong", "http"));
        assertThat(woken).hasValue(4);
    }

    @Test
    void sensors_may_speak_from_many_threads_while_snapshots_are_taken_and_nothing_is_lost() {
        int threads = 4;
        int each = 2_000;
        AtomicInteger arrived = new AtomicInteger();
        assertThatCode(() -> {
                    Thread[] speakers = new Thread[threads];
                    for (int t = 0; t < threads; t++) {
                        String sensor = "sensor-" + t;
                        speakers[t] = Thread.ofVirtual().start(() -> {
                            for (int i = 0; i < each; i++) bench.says(bench.http("healthy", sensor));
                        });
                    }
                    for (Thread speaker : speakers)
                        while (speaker.isAlive())
                            arrived.addAndGet(bench.snapshot().arrived().size());
                    for (Thread speaker : speakers) speaker.join();
                })
                .doesNotThrowAnyException();
        arrived.addAndGet(bench.snapshot().arrived().size());
        assertThat(arrived).hasValue(threads * each);
    }
}
