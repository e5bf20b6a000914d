package io.x0tta6bl4.runtime.launcher;

/** Why a command is not carried out, in words for the person who gave it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** The command could not be carried out. */
    static final int FAILURE = 1;

    /** The command was not understood. */
    static final int USAGE = 2;

    private final int exitCode;

    private Refusal(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Refusal failure(String message) {
        return new Refusal(FAILURE, message);
    }

    static Refusal usage(String message) {
        return new Refusal(USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
