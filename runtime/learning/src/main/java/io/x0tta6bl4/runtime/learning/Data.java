package io.x0tta6bl4.runtime.learning;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests, so that a record can say exactly what was learned from. */
final class Data {
    private Data() {}

    static String digest(List<Incident> incidents) {
        MessageDigest digest = sha256();
        for (Incident incident : incidents) {
            float[] features = incident.signs().features();
            ByteBuffer bytes = ByteBuffer.allocate(
                    4 * (features.length + 2 * incident.signs().callers().length + 1));
            for (float feature : features) bytes.putFloat(feature);
            for (int caller : incident.signs().callers()) bytes.putInt(caller);
            for (int callee : incident.signs().callees()) bytes.putInt(callee);
            digest.update(bytes.putInt(incident.root()).flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digest(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
