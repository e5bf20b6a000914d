package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.knowledge.api.store.ProcessStart;
import java.util.Optional;

/** What is there of an element's process, decided from the ledger and one look at the operating system. */
sealed interface Sight {

    /** It runs. */
    record Running(ProcessLedger.Identity identity, Vitals.Look look) implements Sight {}

    /** It ran. */
    record Exited(String detail) implements Sight {}

    /** There is nothing to run, and why. */
    record NeverStarted(String detail) implements Sight {}

    /** Looks now. */
    static Sight of(Optional<ProcessLedger.Entry> entry, Vitals vitals) {
        if (entry.isEmpty()) return new NeverStarted("");
        return switch (entry.get()) {
            case ProcessLedger.StoppedByOperator stopped -> new NeverStarted("stopped by operator");
            case ProcessLedger.Started(ProcessLedger.Identity identity) -> of(identity, vitals);
        };
    }

    private static Sight of(ProcessLedger.Identity identity, Vitals vitals) {
        if (identity.ending().isPresent())
            return new Exited(
                    "process " + identity.pid() + " ended: " + identity.ending().get());
        Optional<Vitals.Look> look = vitals.look(identity.pid());
        if (look.isEmpty() || look.get().ended()) return new Exited("process " + identity.pid() + " ended");
        return ProcessStart.here(identity)
                ? new Running(identity, look.get())
                : new Exited("process " + identity.pid() + " ended; its number belongs to another process now");
    }
}
