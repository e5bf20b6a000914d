package io.x0tta6bl4.runtime.launcher;

import java.util.List;

/** The launcher: {@code run …} starts a node here, {@code replay …} replays a recording,
 * {@code restore …} brings back a backup. {@code bin/x0} calls it. */
public final class Main {

    private Main() {}

    /** Ends the process with 0, 1 for a failure or 2 for words that were not understood. */
    public static void main(String[] words) {
        try {
            List<String> rest = words.length == 0 ? List.of() : List.of(words).subList(1, words.length);
            switch (words.length == 0 ? "" : words[0]) {
                case "run" -> new Run().with(rest);
                case "restore" -> System.out.println(Restore.with(rest));
                case "replay" -> System.out.println(new ReplayRun().with(rest));
                default ->
                    throw Refusal.usage("The launcher knows three verbs: run, restore and replay. See 'x0 help'.");
            }
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
