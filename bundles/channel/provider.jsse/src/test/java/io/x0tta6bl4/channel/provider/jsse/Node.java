package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.policy.api.FixedAnswer;
import io.x0tta6bl4.policy.api.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The channel of one node with an identity, trust and a policy that a test can change. */
final class Node {
    final Map<TrustDomain, TrustBundle> trusted = new ConcurrentHashMap<>();
    final List<String> written = new CopyOnWriteArrayList<>();
    final Set<String> allowed = ConcurrentHashMap.newKeySet();
    /** The engine of policy throws. */
    volatile boolean broken;

    final FixedAnswer policy = new FixedAnswer((Request r) -> {
        if (broken) throw new IllegalStateException("no answer");
        return allowed.contains(r.who());
    });
    volatile Optional<X509Svid> svid;
    final List<Runnable> told = new CopyOnWriteArrayList<>();
    /** How far this node's clock is ahead. */
    volatile Duration ahead = Duration.ZERO;

    final JsseChannel channel;
    private final TrustDomain own;

    Node(X509Svid own, Issuer... trusts) {
        this(own, SecureChannel.HANDSHAKE_LIMIT, trusts);
    }

    Node(X509Svid own, Duration limit, Issuer... trusts) {
        this.own = own.id().trustDomain();
        svid = Optional.of(own);
        for (Issuer issuer : trusts) trusted.put(issuer.domain, issuer.bundle());
        channel = new JsseChannel(Group.X25519MLKEM768, this::now, this::now, limit)
                .with(new Svids(), new Bundles(this.own), new Written(), policy);
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    /** Other providers of identity, bundles, journal and policy, which say the same. */
    void swap() {
        channel.with(new Svids(), new Bundles(own), new Written(), new FixedAnswer(r -> allowed.contains(r.who())));
    }

    Node allows(String... ids) {
        allowed.addAll(List.of(ids));
        return this;
    }

    private final class Svids implements SvidSource {
        @Override
        public Optional<X509Svid> svid() {
            return svid;
        }

        @Override
        public X509Svid renew() {
            return svid.orElseThrow();
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public Subscription onSvidChange(Runnable listener) {
            told.add(listener);
            return () -> told.remove(listener);
        }
    }

    private final class Bundles implements BundleSource {
        @Override
        public List<String> troubles() {
            return List.of();
        }

        private final TrustDomain own;

        Bundles(TrustDomain own) {
            this.own = own;
        }

        @Override
        public TrustDomain trustDomain() {
            return own;
        }

        @Override
        public Optional<TrustBundle> bundle(TrustDomain domain) {
            return Optional.ofNullable(trusted.get(domain));
        }

        @Override
        public List<TrustBundle> bundles() {
            return List.copyOf(trusted.values());
        }

        @Override
        public Subscription onBundleChange(Runnable listener) {
            return () -> {};
        }
    }

    private final class Written implements Journal {
        @Override
        public List<JournalEntry> append(
                List<JournalRecord> records, java.util.function.UnaryOperator<String> traceOf) {
            for (JournalRecord record : records) written.add(((JournalRecord.Noted) record).what());
            return List.of();
        }

        @Override
        public List<JournalEntry> read(long fromSequence, int limit) {
            return List.of();
        }

        @Override
        public List<JournalEntry> ofIncident(String incident) {
            return List.of();
        }

        @Override
        public long last() {
            return written.size();
        }

        @Override
        public Verification verify() {
            return new Verification(0, true, "");
        }
    }
}
