package io.x0tta6bl4.pqc.api;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/** The secret that both sides of a key encapsulation share. Every use after it was destroyed is an error. */
public final class SharedSecret implements Destroyable, AutoCloseable {
    private byte @Nullable [] octets;

    public SharedSecret(byte[] octets) {
        this.octets = octets.clone();
    }

    /** A copy; the caller wipes it. */
    public synchronized byte[] octets() {
        byte[] held = octets;
        if (held == null)
            throw new PqcException(
                    PqcException.Reason.DESTROYED, "this shared secret was destroyed; agree upon another one");
        return held.clone();
    }

    /** Whether both hold the same octets, in constant time. */
    public boolean matches(SharedSecret other) {
        byte[] mine = octets();
        byte[] others = other.octets();
        try {
            return MessageDigest.isEqual(mine, others);
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(others, (byte) 0);
        }
    }

    @Override
    public synchronized void destroy() {
        if (octets != null) Arrays.fill(octets, (byte) 0);
        octets = null;
    }

    @Override
    public synchronized boolean isDestroyed() {
        return octets == null;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "shared secret" + (isDestroyed() ? ", destroyed" : "");
    }
}
