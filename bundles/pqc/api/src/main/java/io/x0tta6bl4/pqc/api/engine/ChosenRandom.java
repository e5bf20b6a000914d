package io.x0tta6bl4.pqc.api.engine;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;

/**
 * Hands out exactly the octets it was given, in order, and fails beyond them: the way to make a key from its seed, or a known
 * answer, with a technology that asks a generator.
 */
public final class ChosenRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] octets;
    private int used;

    public ChosenRandom(byte[]... parts) {
        super(null, null);
        int length = 0;
        for (byte[] part : parts) length += part.length;
        octets = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, octets, at, part.length);
            at += part.length;
        }
    }

    @Override
    public synchronized void nextBytes(byte[] into) {
        if (into.length > octets.length - used)
            throw new IllegalStateException("asked for " + into.length + " octets, but of " + octets.length
                    + " chosen ones " + used + " are used up");
        System.arraycopy(octets, used, into, 0, into.length);
        used += into.length;
    }

    /** Wipes the octets; nothing can be asked for after it. */
    public synchronized void wipe() {
        java.util.Arrays.fill(octets, (byte) 0);
        used = octets.length;
    }

    @Override
    public String getAlgorithm() {
        return "chosen";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("chosen octets stay where they are");
    }
}
