package io.x0tta6bl4.platform.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command prints, without what the node's log says of itself in the same thread: a log that cannot be written, as on a
 * full disk, complains with a stack trace on the standard output of whoever had something to log. That is no part of the answer
 * and becomes one sentence at its end.
 */
final class AnswerStream extends FilterOutputStream {
    /** Where Pax Logging prints what its own backend reports. */
    static final String COMPLAINTS = "org.ops4j.pax.logging.spi.support.DefaultServiceLog";

    /** Between a print of theirs and this stream there are fewer calls than this. */
    private static final int DEPTH = 64;

    private static final Pattern REASON = Pattern.compile("[\\w.]+(?:Exception|Error): ([^\\r\\n]+)");
    private static final StackWalker CALLS = StackWalker.getInstance();

    private final String complaining;
    private volatile boolean complained;
    private volatile String reason = "";

    /** @param complaining the name of the class whose words are left out */
    AnswerStream(OutputStream out, String complaining) {
        super(out);
        this.complaining = complaining;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (complaint()) hear(new String(bytes, offset, length, StandardCharsets.UTF_8));
        else out.write(bytes, offset, length);
    }

    private boolean complaint() {
        return CALLS.walk(
                calls -> calls.limit(DEPTH).anyMatch(call -> call.getClassName().equals(complaining)));
    }

    private void hear(String words) {
        complained = true;
        Matcher found = REASON.matcher(words);
        if (reason.isEmpty() && found.find()) reason = ": " + found.group(1).strip();
    }

    /** One sentence about the log, if it complained. */
    Optional<String> sentence() {
        if (!complained) return Optional.empty();
        return Optional.of("The node cannot write its log" + reason
                + ". Lines of it are lost until there is room on the disk of its data directory.");
    }
}
