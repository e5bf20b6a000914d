package io.x0tta6bl4.knowledge.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.Samples;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Entry;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Identity;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Started;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.StoppedByOperator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every process ledger does; a provider's test implements it. */
public interface ProcessLedgerContract {
    Entry STARTED = new Started(new Identity(4711, Samples.AT, "A-1"));
    Entry STOPPED = new StoppedByOperator(Samples.AT);

    /** The ledger under test, empty at the beginning of each test. */
    ProcessLedger ledger();

    /** The same after the node was stopped and started. */
    ProcessLedger restarted();

    @Test
    default void what_was_put_is_found_also_after_a_restart() {
        ledger().put(Samples.STORE, STARTED);
        ledger().put(Samples.WEB, STOPPED);
        assertThat(ledger().find(Samples.STORE)).contains(STARTED);
        assertThat(ledger().all()).isEqualTo(Map.of(Samples.STORE, STARTED, Samples.WEB, STOPPED));
        assertThat(restarted().all()).isEqualTo(Map.of(Samples.STORE, STARTED, Samples.WEB, STOPPED));
    }

    @Test
    default void a_later_entry_takes_the_place_of_an_earlier_one() {
        ledger().put(Samples.STORE, STARTED);
        ledger().put(Samples.STORE, STOPPED);
        assertThat(restarted().find(Samples.STORE)).contains(STOPPED);
    }

    @Test
    default void what_was_removed_is_gone_also_after_a_restart() {
        ledger().put(Samples.STORE, STARTED);
        ledger().remove(Samples.STORE);
        ledger().remove(Samples.WEB);
        assertThat(ledger().find(Samples.STORE)).isEmpty();
        assertThat(restarted().all()).isEmpty();
    }

    @Test
    default void listeners_hear_of_every_put_and_remove_until_they_are_closed() throws Exception {
        List<ElementId> heard = new CopyOnWriteArrayList<>();
        AutoCloseable handle = ledger().onChange(heard::add);
        ledger().put(Samples.STORE, STARTED);
        ledger().put(Samples.WEB, STOPPED);
        ledger().remove(Samples.STORE);
        handle.close();
        ledger().put(Samples.STORE, STARTED);
        assertThat(heard).containsExactly(Samples.STORE, Samples.WEB, Samples.STORE);
    }

    @Test
    default void a_listener_sees_the_ledger_as_it_is_after_the_change() throws Exception {
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        try (AutoCloseable handle =
                ledger().onChange(id -> seen.add(ledger().find(id).isPresent()))) {
            ledger().put(Samples.STORE, STARTED);
            ledger().remove(Samples.STORE);
        }
        assertThat(seen).containsExactly(true, false);
    }
}
