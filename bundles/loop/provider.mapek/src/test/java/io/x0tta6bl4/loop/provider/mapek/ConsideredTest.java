package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene.Track;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsideredTest {
    private final ElementId store = new ElementId("store");
    private final ElementId shop = new ElementId("shop");
    private final Model model = new Model(
            1,
            "node",
            List.of(
                    Element.discovered(store, new Subject.Endpoint(), "endpoint", Set.of()),
                    Element.discovered(shop, new Subject.Endpoint(), "endpoint", Set.of(store))),
            Policy.defaults());
    private final Phases phases = new Phases();
    private final MemoryJournal journal = new MemoryJournal();
    private final AtomicReference<io.x0tta6bl4.analyze.api.Scene> asked = new AtomicReference<>();
    private final Considered considered = new Considered(phases, new Chronicle(phases), Runnable::run);
    private long second = 1_000;

    @AfterEach
    void close() {
        phases.close();
    }

    @Test
    void an_incident_gets_a_note_of_what_measurements_would_blame() {
        rankedBy(scene -> new Ranking(List.of(new Ranking.Suspect("store", 0.75, List.of("slow"))), "store"));
        for (int i = 0; i < 100; i++) tick(i < 90 ? 0.01 : 0.5);

        considered.tell("I-000001", shop, model);

        assertThat(notes())
                .containsExactly("also considered, by measurements alone: store 0.75 (slow); another cause than shop");
        Track track = asked.get().tracks().getFirst();
        assertThat(track.before()).hasSize(90).containsOnly(0.01);
        assertThat(track.since()).hasSize(10).containsOnly(0.5);
        assertThat(asked.get().calls()).hasSize(1);
    }

    @Test
    void that_measurements_name_nobody_is_noted_too() {
        rankedBy(scene -> new Ranking(List.of(), "nothing stands out"));
        for (int i = 0; i < 100; i++) tick(0.01);

        considered.tell("I-000001", shop, model);

        assertThat(notes()).containsExactly("measurements alone name no cause: nothing stands out");
    }

    @Test
    void without_a_minute_of_measurements_or_without_a_ranker_nothing_is_claimed() {
        rankedBy(scene -> new Ranking(List.of(), ""));
        for (int i = 0; i < 30; i++) tick(0.01);
        considered.tell("I-000001", shop, model);
        assertThat(notes()).isEmpty();

        ConsideredTest other = new ConsideredTest();
        other.phases.journal.bind(1, other.journal);
        for (int i = 0; i < 100; i++) other.tick(0.01);
        other.considered.tell("I-000001", shop, model);
        assertThat(other.notes()).isEmpty();
        other.close();
    }

    @Test
    void a_ranker_that_fails_harms_nothing_and_is_asked_again() {
        rankedBy(scene -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 100; i++) tick(0.01);

        considered.tell("I-000001", shop, model);
        asked.set(null);
        considered.tell("I-000002", shop, model);

        assertThat(notes()).isEmpty();
        assertThat(asked.get()).isNotNull();
    }

    @Test
    void no_more_than_five_minutes_are_kept_and_holes_stay_holes() {
        rankedBy(scene -> new Ranking(List.of(), ""));
        for (int i = 0; i < 1_000; i++) {
            if (i > 900 && i < 905) second++;
            else tick(0.01);
        }
        considered.tell("I-000001", shop, model);

        Track track = asked.get().tracks().getFirst();
        assertThat(track.before().length + track.since().length).isEqualTo(300);
        assertThat(track.before()).contains(Double.NaN);
    }

    private void rankedBy(CauseRanker ranker) {
        phases.journal.bind(1, journal);
        phases.ranker.bind(1, scene -> {
            asked.set(scene);
            return ranker.rank(scene);
        });
    }

    private void tick(double latency) {
        Instant at = Instant.ofEpochSecond(second++);
        Observation seen = Observation.measured(store, Signals.HTTP_LATENCY, latency, "s", at, "test");
        considered.take(new Snapshot(second, at, model, Map.of(), List.of(seen), 0));
    }

    private List<String> notes() {
        return journal.all(JournalRecord.Noted.class).stream()
                .map(JournalRecord.Noted::what)
                .toList();
    }
}
