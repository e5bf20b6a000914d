package io.x0tta6bl4.itests.scenarios.evidence;

import java.io.PrintStream;
import java.time.Duration;

/** Tells a person at the terminal what is being done and seen, each line with the seconds since the start. */
public final class Progress {
    private final PrintStream out;
    private final boolean colour;
    private final long start = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
        this.colour = System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A heading. */
    public void head(String text) {
        out.println();
        say(bold(text));
    }

    /** Something that is being done or was seen. */
    public void say(String text) {
        out.printf("%6.1f s  %s%n", elapsed().toMillis() / 1000.0, text);
        out.flush();
    }

    /** A judgement. */
    public void judge(boolean ok, String text) {
        say((ok ? paint("32", "  ok    ") : paint("31", "  FAIL  ")) + text);
    }

    /** Text as it is. */
    public void print(String text) {
        out.println(text);
        out.flush();
    }

    public String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
