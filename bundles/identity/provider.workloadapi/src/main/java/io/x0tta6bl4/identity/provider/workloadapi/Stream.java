package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/** One caller who is told of every change; each message is complete (SPIFFE Workload API, section 4.3). */
final class Stream {
    /** What the caller is told of. */
    enum Kind {
        X509_SVIDS,
        X509_BUNDLES,
        JWT_BUNDLES
    }

    private final Kind kind;
    private final Caller caller;
    private final Backend backend;
    private final ServerCallStreamObserver<byte[]> observer;
    private final double share = ThreadLocalRandom.current().nextDouble();
    private List<SpiffeId> ids = List.of();
    private List<TrustBundle> bundles = List.of();
    private Map<SpiffeId, X509Svid> svids = Map.of();

    Stream(Kind kind, Caller caller, Backend backend, ServerCallStreamObserver<byte[]> observer) {
        this.kind = kind;
        this.caller = caller;
        this.backend = backend;
        this.observer = observer;
    }

    /** Sends what is new; false when the stream has ended. */
    synchronized boolean refresh(Instant now) {
        if (observer.isCancelled()) return false;
        try {
            List<SpiffeId> entitled = backend.entitled(caller);
            List<TrustBundle> believed = backend.believed();
            boolean changed = !entitled.equals(ids) || !believed.equals(bundles);
            if (kind == Kind.X509_SVIDS) changed |= renew(entitled, believed.getFirst(), now);
            ids = entitled;
            bundles = believed;
            if (changed) observer.onNext(message());
            return true;
        } catch (StatusRuntimeException e) {
            return refused(e);
        }
    }

    /** A stream that serves already outlives a capability that is being replaced; one without entitlement ends. */
    private boolean refused(StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.UNAVAILABLE && !ids.isEmpty()) return true;
        backend.refused(caller, "the " + kind, e.getStatus());
        observer.onError(e);
        return false;
    }

    private boolean renew(List<SpiffeId> entitled, TrustBundle own, Instant now) {
        Map<SpiffeId, X509Svid> next = new LinkedHashMap<>();
        for (SpiffeId id : entitled) {
            X509Svid held = svids.get(id);
            next.put(
                    id,
                    held == null || due(held, own, now)
                            ? backend.ask(backend.authority, a -> a.issue(id, Optional.empty()))
                            : held);
        }
        boolean changed = !next.equals(svids);
        svids = next;
        return changed;
    }

    /** At half life or up to a tenth of it earlier; at once when its authority left the bundle. */
    private boolean due(X509Svid svid, TrustBundle own, Instant now) {
        Duration life = Duration.between(svid.notBefore(), svid.expires());
        Instant half = svid.expires().minus(life.dividedBy(2)).minusMillis((long) (life.toMillis() / 10.0 * share));
        if (!now.isBefore(half) || now.isBefore(svid.notBefore())) return true;
        return !bundles.isEmpty()
                && !own.equals(bundles.getFirst())
                && !(X509Validator.validate(svid.chain(), domain -> Optional.of(own), now)
                        instanceof X509Verdict.Accepted);
    }

    private byte[] message() {
        return switch (kind) {
            case X509_SVIDS ->
                Messages.x509Svids(
                        new ArrayList<>(svids.values()),
                        Der.joined(bundles.getFirst().x509Authorities()),
                        certificates(bundles.subList(1, bundles.size())));
            case X509_BUNDLES -> Messages.x509Bundles(certificates(bundles));
            case JWT_BUNDLES ->
                Messages.jwtBundles(byDomain(
                        bundles,
                        bundle -> !bundle.jwtAuthorities().isEmpty(),
                        bundle -> BundleDocument.writeJwtKeys(bundle).getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static Map<String, byte[]> certificates(List<TrustBundle> bundles) {
        return byDomain(
                bundles, bundle -> !bundle.x509Authorities().isEmpty(), bundle -> Der.joined(bundle.x509Authorities()));
    }

    /**
     * A trust domain without keys of a kind is left out: nobody of it is believed either way (section 4.4), and java-spiffe refuses
     * a whole message for one empty bundle of certificates in it.
     */
    private static Map<String, byte[]> byDomain(
            List<TrustBundle> bundles, Predicate<TrustBundle> some, Function<TrustBundle, byte[]> what) {
        Map<String, byte[]> named = new LinkedHashMap<>();
        for (TrustBundle bundle : bundles)
            if (some.test(bundle)) named.put(bundle.trustDomain().id().toString(), what.apply(bundle));
        return named;
    }

    void end() {
        if (!observer.isCancelled())
            observer.onError(Backend.status(Status.UNAVAILABLE, "the Workload API of this node ends; connect again"));
    }
}
