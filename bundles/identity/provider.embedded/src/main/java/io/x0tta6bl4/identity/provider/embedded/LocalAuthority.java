package io.x0tta6bl4.identity.provider.embedded;

import static io.x0tta6bl4.identity.api.IdentityException.Reason.REFUSED;
import static io.x0tta6bl4.identity.api.IdentityException.Reason.UNAVAILABLE;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.provider.embedded.Certificates.Span;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authority: keys that are on the disk before they are used, and what they sign. */
final class LocalAuthority implements Authority {
    /** A document is valid a little before it is made, for those whose clocks are behind. */
    static final Duration BACKDATED = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LocalAuthority.class);

    private final Settings settings;
    private final AuthorityStore store;
    private final InstantSource clock;
    private final Runnable changed;
    private final IssuedLog issued = new IssuedLog(ISSUED_LIMIT);
    private volatile @Nullable AuthorityState state;

    LocalAuthority(Settings settings, AuthorityStore store, InstantSource clock, Runnable changed) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.changed = changed;
    }

    /** The keys, read or made at the first need. */
    AuthorityState state() {
        AuthorityState known = state;
        return known != null ? known : open();
    }

    /** The keys, when they were read already: for those who must not wait for the key store. */
    Optional<AuthorityState> known() {
        return Optional.ofNullable(state);
    }

    private synchronized AuthorityState open() {
        AuthorityState known = state;
        if (known != null) return known;
        AuthorityState found = store.load().map(this::ours).orElseGet(this::first);
        state = found;
        return found;
    }

    private AuthorityState ours(AuthorityState found) {
        if (found.domain().equals(settings.domain())) return found;
        throw new IdentityException(
                REFUSED,
                "the key store holds the authority of " + found.domain() + ", configured is " + settings.domain()
                        + "; configure trust.domain=" + found.domain() + ", or give the old one up for good with"
                        + " keystore:remove " + AuthorityStore.SECRET);
    }

    private AuthorityState first() {
        AuthorityKey key = generate(1).in(State.ACTIVE, clock.instant());
        AuthorityState made = new AuthorityState(settings.domain(), 1, List.of(key));
        save(made);
        LOG.info("Made the authority of {}: {}", settings.domain(), key.shown());
        return made;
    }

    private AuthorityKey generate(int number) {
        try {
            return AuthorityKey.generate(
                    settings.domain(), number, settings.algorithm(), clock.instant(), settings.rootLifetime());
        } catch (GeneralSecurityException e) {
            throw new IdentityException(UNAVAILABLE, "could not make a key for the authority: " + e.getMessage(), e);
        }
    }

    private void save(AuthorityState next) {
        try {
            store.save(next);
        } catch (GeneralSecurityException e) {
            throw new IdentityException(UNAVAILABLE, "could not write the authority: " + e.getMessage(), e);
        }
    }

    /** Reads it anew, because another version of this provider may have changed it, and changes it on the disk first. */
    private synchronized AuthorityState change(UnaryOperator<List<AuthorityKey>> how) {
        AuthorityState before = store.load().map(this::ours).orElseGet(this::state);
        AuthorityState next =
                new AuthorityState(before.domain(), before.sequence() + 1, how.apply(new ArrayList<>(before.keys())));
        save(next);
        state = next;
        changed.run();
        return next;
    }

    /** Forgets what is in memory, so that the next call reads the store again. */
    void close() {
        state = null;
    }

    @Override
    public TrustDomain trustDomain() {
        return settings.domain();
    }

    @Override
    public X509Svid issue(SpiffeId id, Optional<Duration> lifetime) {
        try {
            KeyPair pair = Algorithm.ECDSA_P256.generate();
            return new X509Svid(id, issue(id, pair.getPublic(), lifetime), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IdentityException(UNAVAILABLE, "could not make a key for " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<X509Certificate> issue(SpiffeId id, PublicKey key, Optional<Duration> lifetime) {
        AuthorityKey signer = state().active();
        Span span = span(id, signer, lifetime.orElse(settings.svidLifetime()));
        try {
            X509Certificate leaf = Certificates.leaf(id, key, signer.signer(), span);
            String serial = leaf.getSerialNumber().toString(16);
            issued.add(new Issued(id, "X509-SVID", serial, signer.number(), clock.instant(), span.to()));
            return List.of(leaf);
        } catch (GeneralSecurityException e) {
            throw new IdentityException(UNAVAILABLE, "could not sign for " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public JwtSvid issueJwt(SpiffeId id, Set<String> audience, Optional<Duration> lifetime) {
        if (audience.isEmpty() || audience.size() > JwtSource.AUDIENCE_LIMIT)
            throw new IdentityException(
                    REFUSED,
                    "a JWT-SVID is for 1 to " + JwtSource.AUDIENCE_LIMIT + " audiences, asked was " + audience.size());
        if (audience.stream().anyMatch(name -> name.isEmpty() || name.length() > SpiffeId.LIMIT))
            throw new IdentityException(REFUSED, "an audience has 1 to " + SpiffeId.LIMIT + " characters");
        AuthorityKey signer = state().active();
        Span span = span(id, signer, lifetime.orElse(settings.jwtLifetime()));
        try {
            JwtMaker.Made made = JwtMaker.make(id, audience, signer, clock.instant(), span.to());
            issued.add(new Issued(id, "JWT-SVID", made.reference(), signer.number(), clock.instant(), span.to()));
            return made.svid();
        } catch (GeneralSecurityException e) {
            throw new IdentityException(UNAVAILABLE, "could not sign for " + id + ": " + e.getMessage(), e);
        }
    }

    private Span span(SpiffeId id, AuthorityKey signer, Duration lifetime) {
        if (!id.memberOf(settings.domain()))
            throw new IdentityException(REFUSED, id + " is not in the trust domain " + settings.domain());
        if (id.path().isEmpty()) throw new IdentityException(REFUSED, id + " names a trust domain, not somebody in it");
        if (!lifetime.isPositive() || lifetime.compareTo(Settings.LONGEST) > 0)
            throw new IdentityException(
                    REFUSED, "a lifetime is above 0 and at most " + Settings.LONGEST.toHours() + " h, not " + lifetime);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant from = now.minus(BACKDATED);
        Instant begins = signer.root().getNotBefore().toInstant();
        Instant to = now.plus(lifetime);
        if (to.isAfter(signer.expires())) to = signer.expires();
        if (from.isBefore(begins) || !now.isBefore(signer.expires()))
            throw new IdentityException(
                    UNAVAILABLE,
                    "the authority's key " + signer.number() + " is valid from " + begins + " until " + signer.expires()
                            + ", and the clock says " + now
                            + "; set the clock, or make a key of now: identity:prepare, then identity:activate --force"
                            + " with its number");
        return new Span(from, to);
    }

    @Override
    public List<Key> keys() {
        return state().keys().stream().map(AuthorityKey::shown).toList();
    }

    @Override
    public int prepare() {
        AuthorityState next = change(keys -> Keys.prepare(keys, this::generate));
        LOG.info(
                "The authority publishes its next key: {}",
                next.keys().getLast().shown());
        return next.keys().getLast().number();
    }

    @Override
    public void activate(int number, boolean force) {
        change(keys -> Keys.activate(keys, number, force, clock.instant(), settings.overlap()));
        LOG.info("The authority signs with key {} now", number);
    }

    @Override
    public void retire(int number, boolean force) {
        change(keys -> Keys.retire(keys, number, force, clock.instant()));
        LOG.info("The authority's key {} is out of the bundle", number);
    }

    @Override
    public List<Issued> issued() {
        return issued.since(clock.instant());
    }

    /** Takes the step that is due, if one is. */
    void rotate() {
        switch (Rotation.due(state(), clock.instant(), settings.overlap()).orElse(null)) {
            case null -> {}
            case Rotation.Step.Prepare() -> prepare();
            case Rotation.Step.Activate(int number) -> activate(number, true);
            case Rotation.Step.Retire(int number) -> retire(number, true);
        }
    }
}
