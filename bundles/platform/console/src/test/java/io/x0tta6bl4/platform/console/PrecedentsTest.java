package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrecedentsTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final ElementId STORE = new ElementId("store");
    private static final List<JournalEntry> ENTRIES = List.of(new JournalEntry(
            1,
            AT,
            new JournalRecord.Raised(
                    "I-000002",
                    new Symptom(
                            STORE,
                            Symptom.Kind.DOWN,
                            Signals.PROCESS_STATE,
                            AT,
                            1,
                            "state",
                            Threshold.Response.HEAL,
                            List.of(Observation.state(STORE, Signals.PROCESS_STATE, "exited", "137", AT, "process")),
                            "its process ended")),
            "{}",
            "0"));

    /** Knows one runbook and two incidents. */
    private static final class Shelves implements Retrieval {
        @Override
        public Found search(Query query) {
            boolean incidents = query.collection().equals(Library.INCIDENTS);
            List<Hit> hits = incidents
                    ? List.of(hit("I-000002", "the same one"), hit("I-000001", "store PROCESS_EXITED RESOLVED"))
                    : List.of(hit("runbooks/store.md", "Store"));
            return new Found.Hits(hits, Duration.ZERO, Duration.ZERO, false, "");
        }

        private static Hit hit(String document, String title) {
            String text =
                    "# Store\n\nIt ended.\n\n## Mitigation\n\n1. Start it.\n2. Look at its log.\n\n## Notes\n\nNone.";
            Citation citation = new Citation(document, "Store", 4, 14, "line");
            return new Hit(
                    new Passage(citation, title, text, Map.of()), 1, Optional.empty(), Optional.empty(), List.of());
        }

        @Override
        public Answer answer(Query query) {
            Citation citation = new Citation("runbooks/store.md", "Store", 6, 6, "line");
            return new Answer.Quoted(List.of(new Answer.Quote("It ended.", citation)), 0.9);
        }

        @Override
        public List<CollectionState> collections() {
            return List.of();
        }
    }

    @Test
    void an_incident_comes_with_the_step_of_the_runbook_and_the_incidents_like_it() {
        String text =
                new Precedents(new Capability<Retrieval>("retrieval").with(new Shelves())).of("I-000002", ENTRIES);

        assertThat(text)
                .contains("“It ended.”\n      runbooks/store.md:6 (Store)")
                .contains("  > 1. Start it.\n  > 2. Look at its log.\n      runbooks/store.md:8")
                .contains("I-000001  store PROCESS_EXITED RESOLVED")
                .doesNotContain("the same one")
                .doesNotContain("None.");
    }

    @Test
    void without_retrieval_the_incident_is_shown_as_ever() {
        assertThat(new Precedents(new Capability<>("retrieval")).of("I-000002", ENTRIES))
                .isEmpty();
    }
}
