package io.x0tta6bl4.monitor.provider.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the monitor carries over from tick to tick is what a look at everything would give, whatever happens. */
class RandomHistoryTest {
    private static final String[] SENSORS = {"a", "b", "c"};
    private static final String[] STATES = {"healthy", "unreachable"};

    private static Observation said(Random random, Instant now) {
        ElementId id = new ElementId("e" + random.nextInt(40));
        // mostly of the present, some late, some very late, some of the near future
        long back = random.nextInt(10) < 8 ? random.nextInt(500) : random.nextInt(60_000) - 1_000;
        Instant at = now.minusMillis(back).plusNanos(random.nextInt(1_000_000));
        String sensor = SENSORS[random.nextInt(SENSORS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> Observation.state(id, Signals.HTTP_STATE, STATES[random.nextInt(2)], "", at, sensor);
            case 1 -> Observation.state(id, Signals.TCP_STATE, STATES[random.nextInt(2)], "", at, sensor);
            case 2 -> Observation.measured(id, Signals.HTTP_LATENCY, random.nextDouble(), "ms", at, sensor);
            case 3 -> Observation.measured(id, "x-own-" + random.nextInt(6), random.nextInt(3), "1", at, sensor);
            default -> Observation.absent(id, Signals.PROCESS_MEMORY, "nothing to read", at, sensor);
        };
    }

    private static List<Element> model(Random random) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            if (random.nextInt(8) == 0) continue;
            Duration every = Duration.ofMillis(500 + random.nextInt(12_000));
            ElementId id = new ElementId("e" + i);
            elements.add(random.nextBoolean() ? Bench.endpoint(id) : Bench.endpoint(id, Bench.tcp(every)));
        }
        java.util.Collections.shuffle(elements, random);
        return elements;
    }

    private static Map<ElementId, Map<String, Observation>> copy(Map<ElementId, Map<String, Observation>> latest) {
        Map<ElementId, Map<String, Observation>> copy = new HashMap<>();
        latest.forEach((id, signals) -> copy.put(id, new HashMap<>(signals)));
        return copy;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void every_snapshot_is_what_a_look_at_everything_gives_and_stays_as_it_was(long seed) {
        Random random = new Random(seed);
        PlainMonitor plain = new PlainMonitor();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Map<ElementId, Map<String, Observation>>> then = new ArrayList<>();
        try (Bench bench = new Bench()) {
            for (int tick = 0; tick < 200; tick++) {
                if (tick % 37 == 0) {
                    List<Element> elements = model(random);
                    bench.watch(elements.toArray(Element[]::new));
                    plain.watch(elements);
                }
                bench.after(Duration.ofMillis(random.nextInt(20) == 0 ? 25_000 : random.nextInt(900)));
                List<Observation> said = new ArrayList<>();
                for (int i = random.nextInt(60); i > 0; i--) said.add(said(random, bench.now.get()));
                Snapshot snapshot = bench.says(said.toArray(Observation[]::new)).snapshot();
                assertThat(snapshot.arrived()).isEqualTo(plain.take(said, bench.now.get()));
                Map<ElementId, Map<String, Observation>> expected = plain.latest(bench.now.get());
                assertThat(copy(snapshot.latest())).isEqualTo(expected);
                assertThat(snapshot.latest()).isEqualTo(expected).hasSameSizeAs(expected);
                assertThat(snapshot.silent()).isEqualTo(PlainMonitor.silent(expected));
                snapshots.add(snapshot);
                then.add(expected);
            }
        }
        for (int i = 0; i < snapshots.size(); i++)
            assertThat(snapshots.get(i).latest()).isEqualTo(then.get(i));
    }

    @Test
    void a_history_has_all_that_matters_in_it() {
        Random random = new Random(1);
        PlainMonitor plain = new PlainMonitor();
        plain.watch(model(random));
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        List<Observation> taken = new ArrayList<>();
        List<Observation> said = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Observation next = said(random, now);
            said.add(next);
            taken.addAll(plain.take(List.of(next), now));
        }
        assertThat(taken).hasSizeLessThan(said.size());
        assertThat(taken).extracting(Observation::quality).contains(Observation.Quality.values());
    }
}
