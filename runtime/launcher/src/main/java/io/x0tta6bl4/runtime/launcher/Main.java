package io.x0tta6bl4.runtime.launcher;

import java.util.List;

/** The launcher: {@code run …} starts a node here. {@code bin/x0} calls it. */
public final class Main {

    private Main() {}

    /** Ends the process with 0, 1 for a failure or 2 for words that were not understood. */
    public static void main(String[] words) {
        try {
            if (words.length == 0 || !words[0].equals("run")) {
                throw Refusal.usage("The launcher knows one verb: run. See 'x0 help'.");
            }
            new Run().with(List.of(words).subList(1, words.length));
            System.exit(0);
        } catch (Refusal refusal) {
            System.err.println("x0: " + refusal.getMessage());
            System.exit(refusal.exitCode());
        } catch (RuntimeException e) {
            System.err.println("x0: The launcher failed: " + e);
            e.printStackTrace();
            Runtime.getRuntime().halt(Refusal.FAILURE);
        }
    }
}
