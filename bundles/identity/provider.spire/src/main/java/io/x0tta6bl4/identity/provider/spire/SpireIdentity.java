package io.x0tta6bl4.identity.provider.spire;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Listeners;
import io.x0tta6bl4.identity.api.RefusedTokens;
import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.platform.api.Audit;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
    private static final ElementId NODE = new ElementId("node");

    private final Agent agent;
    private final InstantSource clock;
    private final String id;
    private final Tokens tokens;
    private final Listeners svidListeners = new Listeners(Troubles::thrown);
    private final Listeners bundleListeners = new Listeners(Troubles::thrown);
    private final Bundles bundles = new Bundles();
    private final Troubles troubles = new Troubles();
    private final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", Duration.ofSeconds(2));
    private final List<Followed> followed;
    private volatile @Nullable Received received;

    @Activate
    public SpireIdentity(SpireConfig config) {
        this(Agent.address(config.socket(), System.getenv()), config.id(), InstantSource.system());
    }

    SpireIdentity(String socket, String id, InstantSource clock) {
        this.agent = new Agent(Agent.path(socket));
        this.clock = clock;
        this.id = id;
        this.tokens =
                new Tokens(agent, clock, id, new RefusedTokens(new Audit(SteadyClock.system(), this::write)::refused));
        troubles.begin("x509", "the agent at " + socket + " has not answered yet");
        this.followed = List.of(
                new Followed(
                                agent,
                                socket,
                                "FetchX509SVID",
                                this::x509,
                                what -> troubles.note("x509", what),
                                this::denied)
                        .begin(),
                new Followed(
                                agent,
                                socket,
                                "FetchJWTBundles",
                                message -> {
                                    if (bundles.jwt(message)) bundleListeners.tell();
                                },
                                what -> troubles.note("jwt", what),
                                bundles::forgetJwt)
                        .begin());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    private void write(String what) {
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }

    private void x509(byte[] message) throws Exception {
        take(Received.read(message, id, clock.instant()));
    }

    private synchronized void take(Received next) {
        Received before = received;
        received = next;
        if (before == null || !before.svid().leaf().equals(next.svid().leaf())) {
            LOG.info("The node is {} now", next.svid());
            troubles.changed();
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

    @Deactivate
    void close() {
        followed.forEach(Followed::end);
        agent.close();
        journal.close();
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
        Received next = Received.fetched(agent, id, clock.instant());
        if (next.svid().leaf().equals(held.leaf()))
            throw new IdentityException(
                    IdentityException.Reason.REFUSED,
                    "the agent renews by itself, and has no newer SVID than " + held
                            + "; shorten its lifetime at the SPIRE server, or let the agent attest anew");
        take(next);
        return next.svid();
    }

    @Override
    public Optional<String> trouble() {
        List<String> all = new ArrayList<>(troubles.all());
        Received now = received;
        if (now != null && now.late(clock.instant()))
            all.add("the SVID expires at " + now.svid().expires() + " and the agent has sent no newer one");
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
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
        return bundles.of(received, domain);
    }

    @Override
    public List<TrustBundle> bundles() {
        return bundles.all(received);
    }

    @Override
    public List<String> troubles() {
        return List.of(); // an agent sends bundles that it has read itself
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
        return troubles.changes();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "hold an SVID of the agent that its bundle proves, and have a token judged",
                () -> Proof.run(this, tokens, clock.instant()));
    }
}
