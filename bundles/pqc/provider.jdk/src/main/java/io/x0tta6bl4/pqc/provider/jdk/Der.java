package io.x0tta6bl4.pqc.provider.jdk;

import io.x0tta6bl4.pqc.api.engine.Primitive;
import java.util.Arrays;
import java.util.HexFormat;

/** The wrapping in which the JDK takes raw keys: SubjectPublicKeyInfo (RFC 5280), and PKCS#8 for the curves (RFC 8410). */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;

    private Der() {}

    private static byte[] identifier(Primitive primitive) {
        String nist = "060960864801650304";
        return HexFormat.of()
                .parseHex(
                        switch (primitive) {
                            case ML_KEM_512 -> nist + "0401";
                            case ML_KEM_768 -> nist + "0402";
                            case ML_KEM_1024 -> nist + "0403";
                            case ML_DSA_44 -> nist + "0311";
                            case ML_DSA_65 -> nist + "0312";
                            case ML_DSA_87 -> nist + "0313";
                            case X25519 -> "06032b656e";
                            case ED25519 -> "06032b6570";
                            case SLH_DSA_SHA2_128S -> nist + "0314";
                            case SLH_DSA_SHA2_128F -> nist + "0315";
                        });
    }

    static byte[] publicKey(Primitive primitive, byte[] raw) {
        byte[] bits = new byte[raw.length + 1];
        System.arraycopy(raw, 0, bits, 1, raw.length);
        return value(SEQUENCE, value(SEQUENCE, identifier(primitive)), value(BIT_STRING, bits));
    }

    /** The raw key at the end of a SubjectPublicKeyInfo that the JDK made. */
    static byte[] raw(Primitive primitive, byte[] info) {
        int length = switch (primitive) {
            case ML_KEM_512 -> 800;
            case ML_KEM_768 -> 1184;
            case ML_KEM_1024 -> 1568;
            case ML_DSA_44 -> 1312;
            case ML_DSA_65 -> 1952;
            case ML_DSA_87 -> 2592;
            case X25519, ED25519, SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F -> 32;
        };
        return Arrays.copyOfRange(info, info.length - length, info.length);
    }

    /** For X25519 and Ed25519. */
    static byte[] privateKey(Primitive primitive, byte[] raw) {
        byte[] zero = {2, 1, 0};
        return value(
                SEQUENCE, zero, value(SEQUENCE, identifier(primitive)), value(OCTET_STRING, value(OCTET_STRING, raw)));
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) length += part.length;
        byte[] head = head(tag, length);
        byte[] whole = Arrays.copyOf(head, head.length + length);
        int at = head.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static byte[] head(int tag, int length) {
        if (length < 0x80) return new byte[] {(byte) tag, (byte) length};
        if (length < 0x100) return new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        return new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    }
}
