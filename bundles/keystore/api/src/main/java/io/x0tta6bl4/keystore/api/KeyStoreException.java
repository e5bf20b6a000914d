package io.x0tta6bl4.keystore.api;

import java.util.Objects;

/** The key store refused; the message says what was tried, what was found and what to do. Nothing stored was changed. */
public final class KeyStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of error it is. */
    public enum Reason {
        /** The store is whole, and the passphrase or key file is not the one it was made with. */
        WRONG_PASSPHRASE,
        /** The content was changed after it was written. */
        DAMAGED,
        /** The end is missing. */
        TRUNCATED,
        /** Others than the owner may read or write a file. */
        TOO_OPEN,
        /** A file is missing or cannot be read or written. */
        UNREADABLE,
        /** What was given is not acceptable. */
        MALFORMED,
        /** Sealed under a generation that is retired, or by another store. */
        UNKNOWN_GENERATION
    }

    public KeyStoreException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public KeyStoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
