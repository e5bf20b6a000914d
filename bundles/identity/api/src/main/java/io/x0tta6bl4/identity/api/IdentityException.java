package io.x0tta6bl4.identity.api;

import java.util.Objects;

/** An identity could not be had or given; the message says what was tried, what was found and what to do. */
public final class IdentityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of error it is. */
    public enum Reason {
        /** The source or the authority cannot answer now: its key store is locked, its agent away. Trying again may help. */
        UNAVAILABLE,
        /** It may not be: another trust domain, no path, a limit. Trying again does not help. */
        REFUSED
    }

    public IdentityException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public IdentityException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
