package io.x0tta6bl4.platform.console;

import org.apache.felix.service.command.CommandSession;

/** Who gives an order, as the journal will name them. */
final class Operators {
    /** Session variable in which the channel keeps the user at its other end. */
    static final String USER = "x0.user";

    private Operators() {}

    static String of(CommandSession session) {
        return session.get(USER) instanceof String user
                ? user
                : System.getProperty("user.name", "unknown") + " at the console";
    }
}
