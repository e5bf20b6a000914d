package io.x0tta6bl4.pqc.api;

import java.util.Objects;

/** An operation was refused or failed; the message says what was given, what is right and what to do. */
public final class PqcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of error it is, for a caller that decides by it. */
    public enum Reason {
        /** The provider does not have the algorithm, or not with this context. */
        UNSUPPORTED,
        /** A key, ciphertext or context has the wrong length or content. */
        MALFORMED,
        /** The key or secret was destroyed. */
        DESTROYED,
        /** A known answer came out differently: the provider must not serve. */
        NOT_PROVEN,
        /** The implementation below failed. */
        FAILED
    }

    public PqcException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public PqcException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
