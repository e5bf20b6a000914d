package io.x0tta6bl4.platform.console;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.felix.service.command.CommandSession;

/** Who gives an order, as the journal will name them. Kept beside the session, whose variables a command could change. */
final class Operators {
    private static final Map<CommandSession, String> USERS = Collections.synchronizedMap(new WeakHashMap<>());

    private Operators() {}

    /** The channel knows the user at its other end from the operating system. */
    static void enter(CommandSession session, String user) {
        USERS.put(session, user);
    }

    static String of(CommandSession session) {
        String user = USERS.get(session);
        return user != null ? user : System.getProperty("user.name", "unknown") + " at the console";
    }
}
