package io.x0tta6bl4.itests.scenarios.walk;

/** A scenario cannot be played here; the message says what it needs. It counts neither as passed nor as failed. */
public final class NotRun extends Exception {
    private static final long serialVersionUID = 1L;

    public NotRun(String needs) {
        super(needs);
    }
}
