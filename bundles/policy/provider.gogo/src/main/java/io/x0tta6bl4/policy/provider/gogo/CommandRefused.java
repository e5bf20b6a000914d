package io.x0tta6bl4.policy.provider.gogo;

/** Policy does not allow a command; the message says who asked what and why not. */
final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandRefused(String message) {
        super(message, null, false, false);
    }

    /** Consoles print it as it is: the message alone. */
    @Override
    public String toString() {
        return getMessage();
    }
}
