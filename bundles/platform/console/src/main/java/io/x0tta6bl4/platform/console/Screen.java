package io.x0tta6bl4.platform.console;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * Where a command's text goes: colours only on a terminal that does not refuse them, and lines as wide as it is.
 *
 * @param colour whether it shows colours
 * @param columns its width, 0 when it is no terminal
 */
record Screen(boolean colour, int columns) {
    /** Session variable by which the channel says what the terminal of its client can do. */
    static final String COLOUR = "x0.color";

    static final Screen PLAIN = new Screen(false, 0);
    private static final int NARROWEST = 40;

    static Screen of(CommandSession session) {
        Process process = Process.Utils.current();
        if (process != null && !process.isTty(1)) return PLAIN;
        int columns = columns(session.get("COLUMNS"));
        if (session.get(COLOUR) instanceof Boolean said) return new Screen(said, columns);
        String refused = System.getenv("NO_COLOR");
        boolean terminal = session.get("TERM") instanceof String type && !type.startsWith("dumb");
        return terminal ? new Screen(refused == null || refused.isEmpty(), columns) : PLAIN;
    }

    private static int columns(Object value) {
        return value instanceof Number number && number.intValue() >= NARROWEST ? number.intValue() : 0;
    }

    String paint(String text, Colour wanted) {
        return colour ? wanted.paint(text) : text;
    }
}
