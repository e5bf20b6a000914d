package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Listeners;
import io.x0tta6bl4.identity.api.X509Svid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's own SVID: renewed when it is due, and what is wrong when it is not. Safe for use by many threads. */
final class OwnIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(OwnIdentity.class);

    private final LocalAuthority authority;
    private final Settings settings;
    private final InstantSource clock;
    final Listeners listeners = new Listeners(OwnIdentity::thrown);
    private final AtomicLong changes = new AtomicLong();
    private final CountDownLatch looked = new CountDownLatch(1);
    private volatile @Nullable X509Svid svid;
    private volatile double share = ThreadLocalRandom.current().nextDouble();
    private volatile Optional<String> trouble = Optional.of("it has not begun");

    OwnIdentity(LocalAuthority authority, Settings settings, InstantSource clock) {
        this.authority = authority;
        this.settings = settings;
        this.clock = clock;
    }

    static void thrown(RuntimeException e) {
        LOG.error("A listener to identities threw: {}", e.toString(), e);
    }

    void renewWhenDue() {
        X509Svid held = svid;
        if (held == null || OwnSvid.due(held, authority.state().bundle(), clock.instant(), share)) renew();
    }

    synchronized X509Svid renew() {
        X509Svid next = authority.issue(settings.node(), Optional.empty());
        svid = next;
        share = ThreadLocalRandom.current().nextDouble();
        LOG.info("The node is {} now", next);
        listeners.tell();
        return next;
    }

    Optional<X509Svid> svid() {
        Instant now = clock.instant();
        return Optional.ofNullable(svid).filter(held -> now.isBefore(held.expires()));
    }

    void forget() {
        svid = null;
        looked.countDown();
    }

    /**
     * Waits until this has once looked what it holds, whatever came of it: who asks in the moment of its start, as after an update by
     * hand, is not told that there is nothing.
     */
    void awaitFirstLook(Duration limit) {
        try {
            looked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void note(Optional<String> found) {
        tell(found);
        looked.countDown();
    }

    private void tell(Optional<String> found) {
        if (found.equals(trouble)) return;
        found.ifPresentOrElse(
                what -> LOG.error("The node's identity: {}", what), () -> LOG.info("The node's identity is well"));
        trouble = found;
        changes.incrementAndGet();
    }

    Optional<String> trouble() {
        return trouble;
    }

    /** Rises with every change of what is wrong. */
    long changes() {
        return changes.get();
    }
}
