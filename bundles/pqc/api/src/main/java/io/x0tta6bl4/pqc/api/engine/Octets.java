package io.x0tta6bl4.pqc.api.engine;

import java.util.Arrays;

/** Octets put together and taken apart. */
final class Octets {
    private Octets() {}

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) length += part.length;
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    static byte[] head(byte[] octets, int length) {
        return Arrays.copyOf(octets, length);
    }

    static byte[] tail(byte[] octets, int from) {
        return Arrays.copyOfRange(octets, from, octets.length);
    }
}
