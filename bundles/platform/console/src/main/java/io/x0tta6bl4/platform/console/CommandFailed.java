package io.x0tta6bl4.platform.console;

/** A command did not do what it was asked; the message says what was given and what to do. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message, null, false, false);
    }

    /** Consoles print it as it is: the message alone. */
    @Override
    public String toString() {
        return getMessage();
    }
}
