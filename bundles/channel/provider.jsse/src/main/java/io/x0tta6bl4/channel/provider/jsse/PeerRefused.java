package io.x0tta6bl4.channel.provider.jsse;

import java.security.cert.CertificateException;

/** A peer was refused, and the journal has the reason. The peer itself only learns that its certificate is not accepted. */
final class PeerRefused extends CertificateException {
    private static final long serialVersionUID = 1L;

    PeerRefused(String message) {
        super(message);
    }

    /** Whether a failure goes back to such a refusal. */
    static boolean in(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 16; cause = cause.getCause(), depth++)
            if (cause instanceof PeerRefused) return true;
        return false;
    }

    /** A failure and what it goes back to. */
    static String words(Throwable failure) {
        StringBuilder words = new StringBuilder(String.valueOf(failure.getMessage()));
        int depth = 0;
        for (Throwable cause = failure.getCause(); cause != null && depth++ < 4; cause = cause.getCause())
            if (cause.getMessage() != null && words.indexOf(cause.getMessage()) < 0)
                words.append(": ").append(cause.getMessage());
        return words.toString();
    }
}
