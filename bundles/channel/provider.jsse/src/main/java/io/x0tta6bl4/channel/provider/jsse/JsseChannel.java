package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.Peer;
import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SpiffeId;
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
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.PolicyEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
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
 * The channel over the identity, the trust bundles and the policy of the moment.
 *
 * <p>More than 250 lines: it stands over four capabilities, each of them bound, followed and let go.
 */
@Component(
        service = {SecureChannel.class, SelfTest.class, JsseChannel.class},
        immediate = true,
        property = {"x0.capability=channel", "x0.name=jsse"})
public final class JsseChannel implements SecureChannel, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(JsseChannel.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Duration GATE = Duration.ofMillis(500);

    private final HotReference<SvidSource> svids = new HotReference<>("identity (svid)", GATE);
    private final HotReference<BundleSource> bundles = new HotReference<>("identity (bundles)", GATE);
    private final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", Duration.ofSeconds(2));
    private final Map<SvidSource, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Guard guard = new Guard();
    private final Group group;
    private final InstantSource wall;
    private final Audit audit;
    private final Transport transport;
    private final Supervision supervision;

    @Activate
    public JsseChannel(BundleContext context) {
        this(
                context.getProperty("x0.channel.group") == null
                        ? Group.X25519MLKEM768
                        : Group.of(context.getProperty("x0.channel.group")),
                InstantSource.system(),
                SteadyClock.system(),
                HANDSHAKE_LIMIT);
    }

    /**
     * @param wall certificates are judged by it, as others judge them: a node whose clock is set right after it began would
     *     otherwise refuse all of them until it is started again
     * @param steady patience is measured by it
     */
    JsseChannel(Group group, InstantSource wall, InstantSource steady, Duration limit) {
        this.group = group;
        this.wall = wall;
        this.audit = new Audit(steady, this::write);
        this.transport = new Transport(group, new OwnKeys(this::svid));
        PeerTrust trust = new PeerTrust(this::bundle, guard, wall, audit, transport::connection, this::believing);
        this.supervision = new Supervision(trust, audit, steady, limit, transport::open);
        transport.judgedBy(trust).supervisedBy(supervision);
    }

    private void write(String what) {
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }

    private Optional<X509Svid> svid() {
        return svids.callIfPresent(SvidSource::svid).flatMap(svid -> svid);
    }

    private boolean believing() {
        return bundles.callIfPresent(BundleSource::trustDomain).isPresent();
    }

    private Optional<TrustBundle> bundle(TrustDomain domain) {
        return bundles.callIfPresent(source -> source.bundle(domain)).flatMap(bundle -> bundle);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        follow(reference, service);
    }

    void unbindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        svids.unbind(reference);
        Subscription told = subscriptions.remove(service);
        if (told != null) told.close();
        changes.incrementAndGet();
    }

    private void follow(Comparable<?> rank, SvidSource service) {
        svids.bind(rank, service);
        subscriptions.put(service, service.onSvidChange(changes::incrementAndGet));
        changes.incrementAndGet();
    }

    /** What the self-test said before there was an SVID, or of another one, is asked anew at once. */
    @Override
    public long changes() {
        return changes.get();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        bundles.unbind(reference);
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

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(ServiceReference<PolicyEngine> reference, PolicyEngine service) {
        guard.engine().bind(reference, service);
    }

    void unbindEngine(ServiceReference<PolicyEngine> reference) {
        guard.engine().unbind(reference);
    }

    /** Stands for the framework in a test. */
    JsseChannel with(SvidSource own, BundleSource trusted, Journal written, PolicyEngine engine) {
        follow(0, own);
        bundles.bind(0, trusted);
        journal.bind(0, written);
        guard.with(engine);
        return this;
    }

    @Deactivate
    void close() {
        subscriptions.values().forEach(Subscription::close);
        supervision.close();
        List.of(svids, bundles, journal).forEach(HotReference::close);
        guard.close();
    }

    @Override
    public String group() {
        return group.name();
    }

    @Override
    public SSLSocket call(InetSocketAddress address, Optional<SpiffeId> expected) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address, (int) HANDSHAKE_LIMIT.toMillis());
        } catch (IOException e) {
            plain.close();
            throw new IOException("nobody answers at " + address + ": " + e.getMessage(), e);
        }
        return shake(plain, false, expected);
    }

    @Override
    public SSLSocket answer(Socket accepted) throws IOException {
        return shake(accepted, true, Optional.empty());
    }

    private SSLSocket shake(Socket plain, boolean server, Optional<SpiffeId> expected) throws IOException {
        String at = String.valueOf(plain.getRemoteSocketAddress());
        try {
            return transport.shake(plain, server, expected);
        } catch (IOException | RuntimeException e) {
            failed((server ? "a caller from " : "the peer called at ") + at, e);
            throw e instanceof IOException io ? io : new IOException("the handshake failed: " + e.getMessage(), e);
        }
    }

    @Override
    public SSLEngine serverEngine() {
        return engine(true, "", 0, Optional.empty());
    }

    @Override
    public SSLEngine clientEngine(String host, int port, Optional<SpiffeId> expected) {
        return engine(false, host, port, expected);
    }

    private SSLEngine engine(boolean server, String host, int port, Optional<SpiffeId> expected) {
        try {
            return transport.engine(server, host, port, expected);
        } catch (IOException full) {
            throw new IllegalStateException(full.getMessage(), full);
        }
    }

    @Override
    public SSLContext context() {
        return transport.context();
    }

    @Override
    public void failed(String where, Throwable failure) {
        if (!PeerRefused.in(failure))
            audit.refused("channel refused " + where + ": the handshake failed: " + PeerRefused.words(failure));
    }

    @Override
    public void endBy(SSLEngine engine, Runnable close) {
        transport.endBy(engine, close);
    }

    @Override
    public Optional<SpiffeId> peer(SSLEngine engine) {
        return transport.connection(engine).flatMap(Connection::accepted).map(Connection.Accepted::id);
    }

    @Override
    public List<Peer> peers() {
        return transport.peers();
    }

    @Override
    public Refusals refusals() {
        return new Refusals(audit.total(), audit.last());
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("shake hands with itself by " + group + " and its own SVID", () -> {
            X509Svid own = svid().orElseThrow(() -> new IllegalStateException("this node has no SVID: "
                    + svids.callIfPresent(SvidSource::trouble).flatMap(t -> t).orElse("no identity is there")));
            return SelfHandshake.with(group, own, this::bundle, wall) + " from "
                    + Cryptography.cipherProvider().getName();
        });
    }
}
