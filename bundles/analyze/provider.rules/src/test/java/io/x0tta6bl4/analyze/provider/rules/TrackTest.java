package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.provider.rules.Track.Naming;
import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A track that keeps nothing while all is well answers like one that keeps all it was ever told. */
class TrackTest {
    private static final ElementId STORE = new ElementId("store");

    /** N of M over the whole history, from its words alone. */
    private static final class Told {
        private final List<Verdict> since = new ArrayList<>();
        private final List<Observation> seen = new ArrayList<>();
        private boolean holds;

        void take(Observation observation, Verdict verdict, Need need) {
            since.add(verdict);
            seen.add(observation);
            if (!holds && verdict == Verdict.BAD && bad(need.window()) >= need.fire()) {
                holds = true;
            } else if (holds && verdict == Verdict.GOOD && goodRun() >= need.clear()) {
                holds = false;
                since.clear();
                seen.clear();
            }
        }

        boolean suspect(Need need) {
            return !holds && bad(need.window()) > 0;
        }

        private long bad(int window) {
            List<Verdict> judged =
                    since.stream().filter(v -> v != Verdict.NEITHER).toList();
            return judged.stream()
                    .skip(Math.max(0, judged.size() - window))
                    .filter(v -> v == Verdict.BAD)
                    .count();
        }

        private int goodRun() {
            int run = 0;
            while (run < since.size() && since.get(since.size() - 1 - run) == Verdict.GOOD) run++;
            return run;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void it_holds_and_suspects_as_the_whole_history_says(long seed) {
        Random random = new Random(seed);
        int fire = 1 + random.nextInt(3);
        Need need = new Need(fire, fire + random.nextInt(3), 1 + random.nextInt(3));
        Track track = new Track(Detector.PROBE, "http.state");
        Told told = new Told();
        int held = 0;
        for (int i = 0; i < 2_000; i++) {
            Observation seen =
                    Observation.state(STORE, "http.state", "x" + i, "", Instant.EPOCH.plusMillis(i), "probe");
            Verdict verdict = Verdict.values()[Math.max(0, random.nextInt(6) - 3)];
            track.take(
                    seen,
                    verdict,
                    need,
                    () -> new Naming(STORE, Symptom.Kind.DOWN, "http.state", 1, Response.HEAL, "is down"));
            told.take(seen, verdict, need);
            assertThat(track.symptom().isPresent()).as("after %s", i).isEqualTo(told.holds);
            assertThat(track.suspect()).as("after %s", i).isEqualTo(told.suspect(need));
            assertThat(track.quiet()).isEqualTo(!track.suspect() && !told.holds);
            if (told.holds) held++;
            if (verdict == Verdict.GOOD && !told.holds)
                assertThat(track.goodEvidence()).isNotEmpty();
        }
        assertThat(held).isPositive();
    }
}
