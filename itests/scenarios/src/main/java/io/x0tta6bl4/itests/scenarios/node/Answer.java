package io.x0tta6bl4.itests.scenarios.node;

/**
 * What the console answered to one command.
 *
 * @param exit its exit code, 0 for success
 * @param out what it printed
 * @param error what it complained about
 */
public record Answer(int exit, String out, String error) {
    public boolean ok() {
        return exit == 0;
    }

    /** Both streams, for a message. */
    public String words() {
        return (out + (out.isBlank() || error.isBlank() ? "" : "\n") + error).strip();
    }
}
