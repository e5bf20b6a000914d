package io.x0tta6bl4.identity.provider.workloadapi;

import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The Workload API, wired as the framework would. */
public final class Served implements AutoCloseable {
    private final WorkloadApi api;

    public Served(Path socket, InstantSource clock, ElementModel model, ProcessLedger ledger, Journal journal)
            throws IOException {
        this.api = new WorkloadApi(socket, clock);
        api.backend().model.bind(0, model);
        api.backend().ledger.bind(0, ledger);
        api.backend().journal.bind(0, journal);
    }

    /** An authority arrives; the one of the highest rank serves. */
    public Served by(int rank, EmbeddedIdentity identity) {
        api.backend().bundles.bind(rank, identity);
        api.backend().tokens.bind(rank, identity);
        api.backend().authority.bind(rank, identity);
        return this;
    }

    /** An authority leaves. */
    public void without(int rank) {
        api.backend().authority.unbind(rank);
        api.backend().tokens.unbind(rank);
        api.backend().bundles.unbind(rank);
    }

    public SelfTestResult selfTest() {
        return api.selfTest();
    }

    @Override
    public void close() {
        api.close();
    }

    /** Whether a connection that this process made while it began at that moment would still be believed. */
    public static boolean believed(int pid, int uid, long started) {
        return new Caller(pid, uid, Optional.of(started)).there();
    }

    /** When a process began, in the kernel's ticks. */
    public static Optional<Long> started(long pid) {
        return ProcFiles.started(pid);
    }
}
