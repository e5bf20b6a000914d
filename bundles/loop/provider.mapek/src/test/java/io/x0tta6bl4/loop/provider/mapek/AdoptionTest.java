package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdoptionTest {
    private static final ElementId STORE = new ElementId("store");

    /** A ledger that knows one process, this one, as it was written down before the node was restarted. */
    private record Remembered(Optional<String> description) implements ProcessLedger {
        @Override
        public Optional<Entry> find(ElementId element) {
            return Optional.ofNullable(all().get(element));
        }

        @Override
        public Map<ElementId, Entry> all() {
            long own = ProcessHandle.current().pid();
            return Map.of(STORE, new Started(new Identity(own, Instant.EPOCH, "A-1", description)));
        }

        @Override
        public void put(ElementId element, Entry entry) {}

        @Override
        public void remove(ElementId element) {}

        @Override
        public AutoCloseable onChange(Consumer<ElementId> listener) {
            return () -> {};
        }
    }

    private static Scene with(ProcessLedger ledger) {
        Scene scene = new Scene(Brakes.defaults()).process("store");
        scene.phases.ledger.bind(1, ledger);
        return scene.ready();
    }

    @Test
    void a_process_whose_description_changed_while_the_node_was_down_is_restarted_once() {
        try (Scene scene = with(new Remembered(Optional.of("of-another-description")))) {
            assertThat(scene.commands()).containsExactly("process.restart store");
        }
    }

    @Test
    void a_process_that_was_started_as_it_is_described_now_is_left_alone() {
        String now;
        try (Scene scene = new Scene(Brakes.defaults()).process("store").ready()) {
            Subject subject = scene.inForce.element(STORE).orElseThrow().subject();
            now = ((Subject.Process) subject).fingerprint();
        }
        try (Scene scene = with(new Remembered(Optional.of(now)))) {
            assertThat(scene.commands()).isEmpty();
        }
    }

    @Test
    void a_process_of_which_an_older_version_did_not_write_down_what_it_was_started_as_is_left_alone() {
        try (Scene scene = with(new Remembered(Optional.empty()))) {
            assertThat(scene.commands()).isEmpty();
        }
    }
}
