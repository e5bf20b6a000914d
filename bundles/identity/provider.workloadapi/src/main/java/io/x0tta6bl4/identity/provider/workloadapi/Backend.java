package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.provider.workloadapi.Attestation.Evidence;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.Audit;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The capabilities that the Workload API stands on; what they refuse becomes the status that the standard names. */
final class Backend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Duration GATE = Duration.ofSeconds(2);

    final HotReference<Authority> authority = new HotReference<>("authority", GATE);
    final HotReference<BundleSource> bundles = new HotReference<>("trust bundles", GATE);
    final HotReference<JwtSource> tokens = new HotReference<>("source of tokens", GATE);
    final HotReference<ElementModel> model = new HotReference<>("element model", GATE);
    final HotReference<ProcessLedger> ledger = new HotReference<>("ledger of processes", GATE);
    final HotReference<Journal> journal = new HotReference<>("journal", GATE);
    private final Audit audit;

    Backend(InstantSource clock) {
        this.audit = new Audit(clock, this::record);
    }

    /** Whoever is refused is in the journal, with the reason; a flood of refusals is counted, not written one by one. */
    void refused(Caller caller, String what, Status status) {
        LOG.warn("Refused {} to {}: {}", what, caller, status.getDescription());
        audit.refused("the Workload API refused " + what + " to " + caller + ": " + status.getDescription());
    }

    private void record(String what) {
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }

    <T, R> R ask(HotReference<T> capability, Function<? super T, R> question) {
        try {
            return capability.call(question);
        } catch (Retired absent) {
            throw status(Status.UNAVAILABLE, absent.getMessage());
        } catch (IdentityException e) {
            Status status =
                    e.reason() == IdentityException.Reason.REFUSED ? Status.PERMISSION_DENIED : Status.UNAVAILABLE;
            throw status(status, e.getMessage());
        }
    }

    static StatusRuntimeException status(Status status, String why) {
        return status.withDescription(why).asRuntimeException();
    }

    /** The identities of a caller, at least one; who has none is refused. */
    List<SpiffeId> entitled(Caller caller) {
        TrustDomain domain = ask(authority, Authority::trustDomain);
        List<Registration> registrations = ask(model, m -> m.current().registrations());
        List<String> paths =
                caller.there() ? Attestation.entitled(evidence(caller), registrations, this::process) : List.of();
        // The process must be the same after everything about it was read.
        if (paths.isEmpty() || !caller.there())
            throw status(Status.PERMISSION_DENIED, "no identity is registered for " + caller);
        return paths.stream().map(path -> new SpiffeId(domain, path)).toList();
    }

    private static Evidence evidence(Caller caller) {
        return new Evidence(
                caller.uid(),
                ProcFiles.ancestry(caller.pid()),
                () -> ProcFiles.program(caller.pid()),
                () -> ProcFiles.digest(caller.pid()));
    }

    /** The process that an element runs as, when that of the ledger is still the same one. */
    private Optional<Long> process(ElementId element) {
        return ask(ledger, l -> l.find(element))
                .filter(ProcessLedger.Started.class::isInstance)
                .map(entry -> ((ProcessLedger.Started) entry).identity())
                .filter(identity -> ProcFiles.started(identity.pid())
                        .map(ticks -> Instant.ofEpochMilli(ticks * ProcFiles.MILLIS_PER_TICK))
                        .equals(Optional.of(identity.started())))
                .map(ProcessLedger.Identity::pid);
    }

    /** All bundles, that of the own trust domain first. */
    List<TrustBundle> believed() {
        List<TrustBundle> all = ask(bundles, BundleSource::bundles);
        if (all.isEmpty()) throw status(Status.UNAVAILABLE, "the authority of this node does not serve yet");
        return all;
    }

    @Override
    public void close() {
        authority.close();
        bundles.close();
        tokens.close();
        model.close();
        ledger.close();
        journal.close();
    }
}
