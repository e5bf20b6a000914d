package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Listeners;
import io.x0tta6bl4.identity.api.ShownTokens;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
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

/**
 * The node's own authority and the node's own identity from it. Its keys are in the key store; without that it serves nothing new,
 * says why, and goes on as soon as the key store is there.
 *
 * <p>It reckons with the wall clock, because that is what others judge its documents by; the wall clock is looked at every second,
 * so a step of it is noticed as it happens.
 */
@Component(
        service = {SvidSource.class, BundleSource.class, JwtSource.class, Authority.class, SelfTest.class},
        property = {"x0.capability=identity", "x0.name=embedded"},
        configurationPid = "io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity")
public final class EmbeddedIdentity implements SvidSource, BundleSource, JwtSource, Authority, SelfTest {
    private static final Duration GATE = Duration.ofSeconds(2);

    /** For whom it issues, and for how long. */
    public @interface Config {
        /** The trust domain; set your own before other nodes are to believe it. */
        String trust_domain() default "x0.internal";

        /** The path of the node's own name. */
        String node_path() default "/node";

        /** {@code ECDSA P-256} or {@code ML-DSA-65}: with what new keys of the authority sign certificates. */
        String algorithm() default "ECDSA P-256";

        int svid_seconds() default 3600;

        int jwt_seconds() default 300;

        /** 90 days. */
        int root_seconds() default 7_776_000;

        /** How long a new key is published before it signs; at least three times the refresh hint of 300 s. */
        int overlap_seconds() default 1500;

        /** Where the bundles of other trust domains are; empty for {@code <data>/identity/bundles}. */
        String bundles() default "";
    }

    private final HotReference<KeyStore> keys = new HotReference<>("key store", GATE);
    private final Settings settings;
    private final InstantSource clock;
    private final Listeners bundleListeners = new Listeners(OwnIdentity::thrown);
    private final LocalAuthority authority;
    private final OwnIdentity own;
    private final Federation federation;
    private final ShownTokens shown;
    private final ScheduledExecutorService timer;

    @Activate
    public EmbeddedIdentity(BundleContext context, Config config) {
        this(
                settings(config),
                config.bundles().isEmpty()
                        ? Path.of(String.valueOf(context.getProperty("x0.data")), "identity", "bundles")
                        : Path.of(config.bundles()),
                InstantSource.system());
        timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    EmbeddedIdentity(Settings settings, Path bundles, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.authority = new LocalAuthority(settings, new AuthorityStore(keys), clock, bundleListeners::tell);
        this.own = new OwnIdentity(authority, settings, clock);
        this.federation = new Federation(bundles, settings.domain());
        this.shown = new ShownTokens(clock.instant(), ShownTokens.LIMIT);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("x0-identity").factory());
    }

    private static Settings settings(Config config) {
        return new Settings(
                new SpiffeId(new TrustDomain(config.trust_domain()), config.node_path()),
                Algorithm.of(config.algorithm()),
                Duration.ofSeconds(config.svid_seconds()),
                Duration.ofSeconds(config.jwt_seconds()),
                Duration.ofSeconds(config.root_seconds()),
                Duration.ofSeconds(config.overlap_seconds()));
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

    @Deactivate
    void close() {
        timer.shutdownNow();
        keys.close();
        authority.close();
        own.forget();
    }

    /** What is done every second: the files of other trust domains, the keys of the authority, the own SVID. */
    void tick() {
        try {
            if (federation.look()) bundleListeners.tell();
            authority.rotate();
            own.renewWhenDue();
            own.note(
                    federation.troubles().isEmpty()
                            ? Optional.empty()
                            : Optional.of(String.join("; ", federation.troubles())));
        } catch (RuntimeException e) {
            own.note(Optional.of(String.valueOf(e.getMessage())));
        }
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
        return domain.equals(settings.domain())
                ? authority.known().map(AuthorityState::bundle)
                : Optional.ofNullable(federation.bundles().get(domain));
    }

    @Override
    public List<TrustBundle> bundles() {
        List<TrustBundle> all = new ArrayList<>();
        authority.known().map(AuthorityState::bundle).ifPresent(all::add);
        all.addAll(federation.bundles().values());
        return all;
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
        return JwtValidator.validate(token, audience, this::bundle, clock.instant());
    }

    @Override
    public JwtVerdict validateOnce(String token, String audience) {
        JwtVerdict verdict = validate(token, audience);
        return verdict instanceof JwtVerdict.Accepted accepted
                ? shown.first(token, accepted, JwtValidator.issued(accepted), clock.instant())
                : verdict;
    }

    @Override
    public X509Svid issue(SpiffeId id, Optional<Duration> lifetime) {
        return authority.issue(id, lifetime);
    }

    @Override
    public List<X509Certificate> issue(SpiffeId id, PublicKey key, Optional<Duration> lifetime) {
        return authority.issue(id, key, lifetime);
    }

    @Override
    public JwtSvid issueJwt(SpiffeId id, Set<String> audience, Optional<Duration> lifetime) {
        return authority.issueJwt(id, audience, lifetime);
    }

    @Override
    public List<Key> keys() {
        return authority.keys();
    }

    @Override
    public int prepare() {
        return authority.prepare();
    }

    @Override
    public void activate(int number, boolean force) {
        authority.activate(number, force);
    }

    @Override
    public void retire(int number, boolean force) {
        authority.retire(number, force);
        timer.execute(this::tick);
    }

    @Override
    public List<Issued> issued() {
        return authority.issued();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "issue, accept and refuse X509-SVIDs and JWT-SVIDs",
                () -> Proof.run(this, settings, authority.state()));
    }
}
