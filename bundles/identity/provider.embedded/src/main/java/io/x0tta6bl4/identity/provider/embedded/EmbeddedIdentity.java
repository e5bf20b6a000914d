package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.ForeignBundles;
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
import io.x0tta6bl4.keystore.api.KeyStore;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
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
 * The node's own authority and the node's own identity from it. Its keys are in the key store; without that it serves nothing new,
 * says why, and goes on as soon as the key store is there.
 *
 * <p>It reckons with the wall clock, because that is what others judge its documents by; the wall clock is looked at every second,
 * so a step of it is noticed as it happens.
 *
 * <p>More than 250 lines: it is one service for each of its capabilities, and every call is passed on in two lines.
 */
@Component(
        service = {
            SvidSource.class,
            BundleSource.class,
            ForeignBundles.class,
            JwtSource.class,
            Authority.class,
            SelfTest.class
        },
        property = {"x0.capability=identity", "x0.name=embedded"},
        configurationPid = "io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity")
public final class EmbeddedIdentity
        implements SvidSource, BundleSource, ForeignBundles, JwtSource, IssuesByAuthority, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedIdentity.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<KeyStore> keys = new HotReference<>("key store", GATE);
    private final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", GATE);
    private final Settings settings;
    private final Listeners bundleListeners = new Listeners(OwnIdentity::thrown);
    private final LocalAuthority authority;
    private final OwnIdentity own;
    private final Federation federation;
    private final Upkeep upkeep;
    private final Judge judge;
    private final ScheduledExecutorService timer;

    @Activate
    public EmbeddedIdentity(BundleContext context, EmbeddedConfig config) {
        this(
                Settings.of(config),
                config.bundles().isEmpty()
                        ? Path.of(String.valueOf(context.getProperty("x0.data")), "identity", "bundles")
                        : Path.of(config.bundles()),
                InstantSource.system());
        timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    EmbeddedIdentity(Settings settings, Path bundles, InstantSource clock) {
        this.settings = settings;
        this.authority = new LocalAuthority(settings, new AuthorityStore(keys), clock, bundleListeners::tell);
        this.own = new OwnIdentity(authority, settings, clock);
        this.federation = new Federation(bundles, settings.domain());
        this.upkeep = new Upkeep(federation, authority, own, bundleListeners);
        this.judge = new Judge(
                this::bundle, clock, new RefusedTokens(new Audit(SteadyClock.system(), this::write)::refused));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("x0-identity").factory());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindKeys(ServiceReference<KeyStore> reference, KeyStore service) {
        bindKeys((Comparable<?>) reference, service);
    }

    void unbindKeys(ServiceReference<KeyStore> reference) {
        keys.unbind(reference);
    }

    void bindKeys(Comparable<?> rank, KeyStore service) {
        keys.bind(rank, service);
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

    /** Stands for the framework in a test. */
    EmbeddedIdentity with(Journal written) {
        journal.bind(0, written);
        return this;
    }

    private void write(String what) {
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
        keys.close();
        journal.close();
        authority.close();
        own.forget();
    }

    void tick() {
        upkeep.tick();
    }

    /** What the self-test said before the first SVID was issued, or of a trouble that is over, is asked anew at once. */
    @Override
    public long changes() {
        return own.changes();
    }

    @Override
    public X509Svid renew() {
        return own.renew();
    }

    @Override
    public Optional<X509Svid> svid() {
        if (own.svid().isEmpty()) own.awaitFirstLook(GATE);
        return own.svid();
    }

    @Override
    public Optional<String> trouble() {
        return own.trouble();
    }

    @Override
    public Subscription onSvidChange(Runnable listener) {
        return own.listeners.add(listener);
    }

    @Override
    public TrustDomain trustDomain() {
        return settings.domain();
    }

    @Override
    public Optional<TrustBundle> bundle(TrustDomain domain) {
        if (authority.known().isEmpty()) own.awaitFirstLook(GATE);
        return domain.equals(settings.domain())
                ? authority.known().map(AuthorityState::bundle)
                : Optional.ofNullable(federation.bundles().get(domain));
    }

    @Override
    public List<TrustBundle> bundles() {
        if (authority.known().isEmpty()) own.awaitFirstLook(GATE);
        List<TrustBundle> all = new ArrayList<>();
        authority.known().map(AuthorityState::bundle).ifPresent(all::add);
        all.addAll(federation.bundles().values());
        return all;
    }

    @Override
    public List<String> troubles() {
        return federation.troubles();
    }

    @Override
    public Outcome take(TrustDomain domain, byte[] document) {
        return upkeep.take(domain, document);
    }

    @Override
    public Subscription onBundleChange(Runnable listener) {
        return bundleListeners.add(listener);
    }

    @Override
    public JwtSvid jwtSvid(Set<String> audience) {
        return authority.issueJwt(settings.node(), audience, Optional.empty());
    }

    @Override
    public JwtVerdict validate(String token, String audience) {
        return judge.validate(token, audience);
    }

    @Override
    public JwtVerdict validateOnce(String token, String audience) {
        return judge.validateOnce(token, audience);
    }

    @Override
    public Authority authority() {
        return authority;
    }

    @Override
    public void retire(int number, boolean force) {
        authority.retire(number, force);
        timer.execute(this::tick);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "issue, accept and refuse X509-SVIDs and JWT-SVIDs",
                () -> Proof.run(this, judge, settings, authority.state()));
    }
}
