package io.x0tta6bl4.knowledge.api.journal;

/** The journal could not store or read; the message says why and what to do. */
public final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
