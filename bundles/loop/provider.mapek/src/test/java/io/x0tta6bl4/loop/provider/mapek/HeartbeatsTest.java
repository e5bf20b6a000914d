package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final ElementId STORE = new ElementId("store");
    private static final ElementId SHOP = new ElementId("shop");

    /** Holds a link for dead after three seconds, whatever its rhythm: what is tested is who is heard and which time counts. */
    private static final class ThreeSeconds implements FailureDetector {
        @Override
        public LinkWatch begin() {
            return new LinkWatch() {
                private final Map<String, Instant> last = new HashMap<>();
                private final Set<String> dead = new java.util.TreeSet<>();

                @Override
                public List<Change> arrival(String link, Instant at) {
                    last.put(link, at);
                    return dead.remove(link) ? List.of(new Change(link, false, at, "back")) : List.of();
                }

                @Override
                public List<Change> advance(Instant to) {
                    List<Change> changes = new ArrayList<>();
                    last.forEach((link, at) -> {
                        if (at.plusSeconds(3).isBefore(to) && dead.add(link))
                            changes.add(new Change(link, true, to, "silent"));
                    });
                    return changes;
                }

                @Override
                public void forget(String link) {
                    last.remove(link);
                    dead.remove(link);
                }
            };
        }
    }

    private final Model model = new Model(
            1,
            "node",
            List.of(
                    Element.discovered(STORE, new Subject.Endpoint(), "endpoint", Set.of()),
                    Element.discovered(SHOP, new Subject.Endpoint(), "endpoint", Set.of())),
            Policy.defaults());
    private final Phases phases = new Phases();
    private final MemoryJournal journal = new MemoryJournal();
    private final Heartbeats heartbeats = new Heartbeats(phases, new Chronicle(phases));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long tick;

    HeartbeatsTest() {
        phases.journal.bind(1, journal);
        phases.detector.bind(1, new ThreeSeconds());
    }

    @AfterEach
    void close() {
        phases.close();
    }

    private void tick(Map<ElementId, String> incidents, String state, ElementId... alive) {
        now = now.plusMillis(500);
        List<Observation> arrived = new ArrayList<>();
        for (ElementId id : alive) arrived.add(Observation.state(id, Signals.HTTP_STATE, state, "", now, "http"));
        heartbeats.take(new Snapshot(++tick, now, model, Map.of(), arrived, 0), incidents);
    }

    private List<String> notes() {
        return journal.all(JournalRecord.Noted.class).stream()
                .map(JournalRecord.Noted::what)
                .toList();
    }

    @Test
    void who_falls_silent_is_held_for_dead_and_its_incident_is_told_once() {
        for (int i = 0; i < 10; i++) tick(Map.of(), "healthy", STORE, SHOP);
        for (int i = 0; i < 10; i++) tick(Map.of(STORE, "I-000001"), "healthy", SHOP);

        assertThat(notes()).containsExactly("heartbeats agree: http.state is silent");
        assertThat(heartbeats.words()).contains("2 links", "held for dead: store http.state (silent)");
    }

    @Test
    void a_bad_word_is_no_heartbeat() {
        for (int i = 0; i < 10; i++) tick(Map.of(), "healthy", STORE, SHOP);
        for (int i = 0; i < 10; i++) tick(Map.of(), "unresponsive", STORE, SHOP);
        assertThat(heartbeats.words()).contains("held for dead: shop http.state (silent); store http.state (silent)");
    }

    @Test
    void a_node_that_itself_stood_still_holds_nobody_for_dead() {
        for (int i = 0; i < 10; i++) tick(Map.of(), "healthy", STORE, SHOP);
        now = now.plusSeconds(60);
        tick(Map.of(), "healthy");

        assertThat(heartbeats.words()).contains("nobody is held for dead", "stood still 1 times, at most for 60500 ms");
    }

    @Test
    void a_new_incident_is_told_what_heartbeats_say_of_its_element() {
        for (int i = 0; i < 10; i++) tick(Map.of(), "healthy", STORE, SHOP);
        tick(Map.of(), "healthy", SHOP);
        heartbeats.tell("I-000001", STORE);
        assertThat(notes()).containsExactly("heartbeats do not say so yet: http.state was good 500 ms ago");
    }

    @Test
    void without_a_detector_nothing_is_claimed() {
        phases.detector.unbind(1);
        tick(Map.of(), "healthy", STORE);
        heartbeats.tell("I-000001", STORE);
        assertThat(notes()).isEmpty();
        assertThat(heartbeats.words()).contains("analyze.accrual is not there");
    }
}
