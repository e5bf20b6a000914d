package io.x0tta6bl4.identity.provider.spire;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Listeners;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's identity as an external SPIRE agent gives it. The agent renews and this node takes what it sends, for new connections at
 * once; without the agent the node keeps what it has until that expires, says so, and asks again and again.
 */
@Component(
        service = {SvidSource.class, BundleSource.class, JwtSource.class, SelfTest.class},
        property = {"x0.capability=identity", "x0.name=spire"},
        configurationPid = "io.x0tta6bl4.identity.provider.spire.SpireIdentity")
public final class SpireIdentity implements SvidSource, BundleSource, JwtSource, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(SpireIdentity.class);
    private static final String PROBE = "self-test";

    /** Which agent, and which of the identities that it has for this node. */
    public @interface Config {
        /** The socket of the agent, {@code unix:///path}. */
        String socket() default "unix:///tmp/spire-agent/public/api.sock";

        /** The SPIFFE ID to take; empty for the first one that the agent sends. */
        String id() default "";
    }

    private final Agent agent;
    private final InstantSource clock;
    private final String id;
    private final Tokens tokens;
    private final Listeners svidListeners = new Listeners(SpireIdentity::thrown);
    private final Listeners bundleListeners = new Listeners(SpireIdentity::thrown);
    private final AtomicLong changes = new AtomicLong();
    private final Map<String, String> troubles = new ConcurrentSkipListMap<>();
    private final List<Followed> followed;
    private volatile @Nullable Received received;
    private volatile Map<TrustDomain, Map<String, PublicKey>> jwtKeys = Map.of();

    @Activate
    public SpireIdentity(Config config) {
        this(config.socket(), config.id(), InstantSource.system());
    }

    SpireIdentity(String socket, String id, InstantSource clock) {
        this.agent = new Agent(Agent.path(socket));
        this.clock = clock;
        this.id = id;
        this.tokens = new Tokens(agent, clock, id);
        troubles.put("x509", "the agent at " + socket + " has not answered yet");
        this.followed = List.of(
                new Followed(agent, socket, "FetchX509SVID", this::x509, what -> note("x509", what), this::denied)
                        .begin(),
                new Followed(
                                agent,
                                socket,
                                "FetchJWTBundles",
                                this::jwt,
                                what -> note("jwt", what),
                                () -> jwtKeys = Map.of())
                        .begin());
    }

    private static void thrown(RuntimeException e) {
        LOG.error("A listener to identities threw: {}", e.toString(), e);
    }

    private void note(String kind, Optional<String> found) {
        String before = found.isPresent() ? troubles.put(kind, found.get()) : troubles.remove(kind);
        if (found.equals(Optional.ofNullable(before))) return;
        found.ifPresentOrElse(
                what -> LOG.error("The node's identity: {}", what),
                () -> LOG.info("The node's identity is well ({})", kind));
        changes.incrementAndGet();
    }

    private void x509(byte[] message) throws Exception {
        take(Received.read(message, id, clock.instant()));
    }

    private synchronized void take(Received next) {
        Received before = received;
        received = next;
        if (before == null || !before.svid().leaf().equals(next.svid().leaf())) {
            LOG.info("The node is {} now", next.svid());
            changes.incrementAndGet();
            svidListeners.tell();
        }
        if (before == null || !before.authorities().equals(next.authorities())) bundleListeners.tell();
    }

    /** Entitled to nothing any more: what was given is not used any longer (SPIFFE Workload API, section 5.2.1). */
    private synchronized void denied() {
        if (received == null) return;
        received = null;
        svidListeners.tell();
        bundleListeners.tell();
    }

    private void jwt(byte[] message) throws Exception {
        Map<TrustDomain, Map<String, PublicKey>> keys = new HashMap<>();
        for (var entry : Wire.map(message, 1).entrySet())
            keys.put(SpiffeId.parse(entry.getKey()).trustDomain(), JwtKeys.read(entry.getValue()));
        boolean changed = !keys.equals(jwtKeys);
        jwtKeys = Map.copyOf(keys);
        if (changed) bundleListeners.tell();
    }

    @Deactivate
    void close() {
        followed.forEach(Followed::end);
        agent.close();
        received = null;
    }

    private Received received() {
        Received now = received;
        if (now == null)
            throw new IdentityException(
                    IdentityException.Reason.UNAVAILABLE, trouble().orElse("the agent has not answered yet"));
        return now;
    }

    @Override
    public Optional<X509Svid> svid() {
        return Optional.ofNullable(received)
                .map(Received::svid)
                .filter(held -> clock.instant().isBefore(held.expires()));
    }

    /** An agent renews by itself, and gives what it has: whether that is newer than what this node has is for it to decide. */
    @Override
    public X509Svid renew() {
        X509Svid held = received().svid();
        Received next = fetched();
        if (next.svid().leaf().equals(held.leaf()))
            throw new IdentityException(
                    IdentityException.Reason.REFUSED,
                    "the agent renews by itself, and has no newer SVID than " + held
                            + "; shorten its lifetime at the SPIRE server, or let the agent attest anew");
        take(next);
        return next.svid();
    }

    private Received fetched() {
        try {
            return Received.read(agent.first("FetchX509SVID"), id, clock.instant());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new IdentityException(
                    IdentityException.Reason.UNAVAILABLE, "the agent gave no SVID: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> trouble() {
        List<String> all = new ArrayList<>(troubles.values());
        Received now = received;
        if (now != null && late(now.svid()))
            all.add("the SVID expires at " + now.svid().expires() + " and the agent has sent no newer one");
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    /** Agents renew at half life; when a quarter is left something is wrong. */
    private boolean late(X509Svid svid) {
        Duration life = Duration.between(svid.notBefore(), svid.expires());
        return clock.instant().isAfter(svid.expires().minus(life.dividedBy(4)));
    }

    @Override
    public Subscription onSvidChange(Runnable listener) {
        return svidListeners.add(listener);
    }

    /** @throws IdentityException before the agent has said which one it is */
    @Override
    public TrustDomain trustDomain() {
        return received().svid().id().trustDomain();
    }

    @Override
    public Optional<TrustBundle> bundle(TrustDomain domain) {
        Received now = received;
        return now == null || !now.authorities().containsKey(domain)
                ? Optional.empty()
                : Optional.of(bundle(now, domain));
    }

    private TrustBundle bundle(Received now, TrustDomain domain) {
        return Received.bundle(domain, now.authorities().get(domain), jwtKeys.getOrDefault(domain, Map.of()));
    }

    @Override
    public List<TrustBundle> bundles() {
        Received now = received;
        return now == null
                ? List.of()
                : now.authorities().keySet().stream()
                        .map(domain -> bundle(now, domain))
                        .toList();
    }

    @Override
    public Subscription onBundleChange(Runnable listener) {
        return bundleListeners.add(listener);
    }

    @Override
    public JwtSvid jwtSvid(Set<String> audience) {
        return tokens.jwtSvid(audience);
    }

    @Override
    public JwtVerdict validate(String token, String audience) {
        return tokens.validate(token, audience);
    }

    @Override
    public JwtVerdict validateOnce(String token, String audience) {
        return tokens.validateOnce(token, audience);
    }

    /** What was said without the agent is asked anew when it is there. */
    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "hold an SVID of the agent that its bundle proves, and have a token judged", this::proof);
    }

    private String proof() {
        X509Svid held = svid().orElseThrow(() ->
                new IllegalStateException("the node has no SVID: " + trouble().orElse("none was sent yet")));
        if (!(X509Validator.validate(held.chain(), this::bundle, clock.instant()) instanceof X509Verdict.Accepted))
            throw new IllegalStateException("its own SVID is not accepted by the bundle that the agent sent");
        String token = jwtSvid(Set.of(PROBE)).token();
        if (!(validate(token, PROBE) instanceof JwtVerdict.Accepted))
            throw new IllegalStateException("the agent does not accept the token that it gave");
        if (validate(token, PROBE + "-other") instanceof JwtVerdict.Accepted)
            throw new IllegalStateException("the agent accepts a token for somebody else");
        trouble().ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
        return held.id() + ", " + bundles().size() + " trust domains";
    }
}
