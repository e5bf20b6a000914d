package io.x0tta6bl4.pqc.api;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * A private key, bound to no provider: it carries the portable encoding of its standard (see {@link KemAlgorithm} and
 * {@link SignatureAlgorithm}), and each provider keeps what it makes of it to itself. So a key goes on working when the
 * provider is swapped.
 *
 * <p>Destroying it wipes its octets and what providers made of it; every later use is an error. What the runtime copied in
 * between cannot be wiped: keep keys for a short time. It is equal only to itself and never shows its content.
 */
public final class PrivateKey implements Destroyable, AutoCloseable {
    private final Algorithm algorithm;
    private final List<WeakReference<Consumer<PrivateKey>>> watchers = new ArrayList<>();
    private byte @Nullable [] encoded;

    public PrivateKey(Algorithm algorithm, byte[] encoded) {
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        if (encoded.length != algorithm.privateKeyLength())
            throw new PqcException(
                    PqcException.Reason.MALFORMED,
                    "a private key of " + algorithm.standardName() + " has " + algorithm.privateKeyLength()
                            + " octets here (the seed form of " + algorithm.standard() + "), this one has "
                            + encoded.length);
        this.encoded = encoded.clone();
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** A copy of the portable encoding; the caller wipes it. */
    public synchronized byte[] encoded() {
        byte[] held = encoded;
        if (held == null)
            throw new PqcException(
                    PqcException.Reason.DESTROYED,
                    "this private key of " + algorithm.standardName() + " was destroyed; make or load another one");
        return held.clone();
    }

    /** Tells {@code watcher}, which is held weakly, when the key is destroyed; at once when it already is. */
    public void onDestroy(Consumer<PrivateKey> watcher) {
        synchronized (this) {
            if (encoded != null) {
                watchers.removeIf(reference -> reference.refersTo(null));
                watchers.add(new WeakReference<>(watcher));
                return;
            }
        }
        watcher.accept(this);
    }

    /** Wipes the key; doing so twice is harmless. */
    @Override
    public void destroy() {
        List<WeakReference<Consumer<PrivateKey>>> told;
        synchronized (this) {
            if (encoded == null) return;
            Arrays.fill(encoded, (byte) 0);
            encoded = null;
            told = List.copyOf(watchers);
            watchers.clear();
        }
        for (WeakReference<Consumer<PrivateKey>> reference : told) {
            Consumer<PrivateKey> watcher = reference.get();
            if (watcher != null) watcher.accept(this);
        }
    }

    @Override
    public synchronized boolean isDestroyed() {
        return encoded == null;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return algorithm.standardName() + " private key" + (isDestroyed() ? ", destroyed" : "");
    }
}
