package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of the node's trust, asked afresh each time. What never was there is no part. */
final class Trust {
    private static final Duration GATE = Duration.ofSeconds(2);

    final HotReference<SvidSource> svids = new HotReference<>("identity (svid)", GATE);
    final HotReference<BundleSource> bundles = new HotReference<>("identity (bundles)", GATE);
    final HotReference<Authority> authorities = new HotReference<>("identity (authority)", GATE);
    final HotReference<KeyStore> keys = new HotReference<>("key store", GATE);
    final HotReference<SecureChannel> channels = new HotReference<>("channel", GATE);

    private final InstantSource wall;
    private final InstantSource steady;
    private final Jumps jumps = new Jumps();
    private final Knocks knocks = new Knocks();
    private final Set<Part> known = EnumSet.of(Part.CLOCK);
    private volatile boolean identified;

    Trust(InstantSource wall, InstantSource steady) {
        this.wall = wall;
        this.steady = steady;
    }

    /** The parts that there are, or were since the node began. */
    synchronized Set<Part> parts() {
        if (svids.present()) known.addAll(Set.of(Part.SVID, Part.AUTHORITY));
        if (bundles.present()) known.add(Part.BUNDLES);
        if (keys.present()) known.add(Part.KEY_STORE);
        if (channels.present()) known.add(Part.PEERS);
        return EnumSet.copyOf(known);
    }

    /** What is seen of a part now, by signal. */
    Map<String, Reading> look(Part part) {
        return switch (part) {
            case SVID -> svid();
            case AUTHORITY -> Map.of(Signals.AUTHORITY_STATE, authority());
            case BUNDLES ->
                Map.of(
                        Signals.BUNDLES_STATE,
                        bundles.callIfPresent(source -> listed(source.troubles()))
                                .orElseGet(() -> away("identity")));
            case KEY_STORE ->
                Map.of(
                        Signals.KEYSTORE_STATE,
                        keys.callIfPresent(Trust::keyStore).orElseGet(() -> away("key store")));
            case CLOCK -> Map.of(Signals.CLOCK_STATE, clock());
            case PEERS -> Map.of(Signals.PEERS_STATE, peers());
        };
    }

    private static Reading away(String what) {
        return new Reading.Absent("there is no " + what + " at this moment");
    }

    private Map<String, Reading> svid() {
        Optional<X509Svid> held = svids.callIfPresent(SvidSource::svid).flatMap(one -> one);
        Instant now = wall.instant();
        if (held.isEmpty()) return Map.of(Signals.IDENTITY_STATE, without());
        identified = true;
        X509Svid svid = held.get();
        Validity.Span span = Validity.Span.of(svid.leaf());
        return Map.of(
                Signals.IDENTITY_STATE,
                Validity.of(span, refusal(svid, now), trouble(), now),
                Signals.CERTIFICATE_REMAINING,
                new Reading.Measured(Validity.remaining(span, now), "s"));
    }

    /** A node that is just beginning has none yet; one that had one, and whose source is there, has lost it. */
    private Reading without() {
        if (!svids.present()) return away("source of identity");
        return identified
                ? new Reading.State("missing", "the node has no SVID any more: " + trouble())
                : new Reading.Absent("no SVID was issued yet: " + trouble());
    }

    private Optional<String> refusal(X509Svid svid, Instant now) {
        X509Verdict verdict = X509Validator.validate(
                svid.chain(),
                domain -> bundles.callIfPresent(source -> source.bundle(domain)).flatMap(bundle -> bundle),
                now);
        return verdict instanceof X509Verdict.Refused refused && bundles.present()
                ? Optional.of(refused.reason() + ": " + refused.detail())
                : Optional.empty();
    }

    private String trouble() {
        return svids.callIfPresent(SvidSource::trouble).flatMap(one -> one).orElse("");
    }

    /** An authority of this node is asked for its keys; one elsewhere shows by what its client says is wrong. */
    private Reading authority() {
        if (!svids.present()) return away("source of identity");
        Optional<Reading> own = authorities.callIfPresent(this::keysOf);
        if (own.isPresent()) return own.get();
        String trouble = trouble();
        return trouble.isEmpty() || !identified
                ? new Reading.State("serving", "")
                : new Reading.State("unreachable", trouble);
    }

    private Reading keysOf(Authority authority) {
        try {
            return AuthorityKeys.judge(authority.keys(), trouble(), wall.instant());
        } catch (RuntimeException e) {
            return new Reading.State("unreachable", String.valueOf(e.getMessage()));
        }
    }

    private static Reading listed(List<String> troubles) {
        return troubles.isEmpty()
                ? new Reading.State("current", "")
                : new Reading.State("unreadable", String.join("; ", troubles));
    }

    private static Reading keyStore(KeyStore store) {
        try {
            store.verify();
            return new Reading.State("readable", "");
        } catch (KeyStoreException e) {
            return new Reading.State("unreadable", e.reason() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            return new Reading.State("unreadable", String.valueOf(e.getMessage()));
        }
    }

    private Reading clock() {
        synchronized (jumps) {
            return jumps.look(wall.instant(), steady.instant());
        }
    }

    private Reading peers() {
        return channels.callIfPresent(SecureChannel::refusals)
                .<Reading>map(refusals -> {
                    synchronized (knocks) {
                        return knocks.look(refusals.count(), refusals.last(), steady.instant());
                    }
                })
                .orElseGet(() -> away("channel"));
    }

    void close() {
        List.of(svids, bundles, authorities, keys, channels).forEach(HotReference::close);
    }
}
