package io.x0tta6bl4.itests.scenarios;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.walk.Acceptance;
import io.x0tta6bl4.itests.scenarios.walk.Scenario;
import io.x0tta6bl4.itests.scenarios.walk.Walk;
import java.io.IOException;
import java.util.List;

/** {@code ./x0 accept NAME [--runs N] [--seed S]}: plays acceptance scenarios with their sabotage twins. */
public final class Accept {
    private static final String USAGE = """
        usage: x0 accept NAME [--runs N] [--seed S]
        NAME    list, all, or a scenario such as S01
        --runs  how often each is played with its twin, 1 to 1000 (default 1)
        --seed  chooses victims and moments (default 1)
        """;

    private Accept() {}

    /** Ends with 0 only if every scenario held and every twin failed as it must; 2 for wrong arguments. */
    public static void main(String[] arguments) throws IOException {
        try {
            Options options = new Options(arguments, List.of("--runs", "--seed"));
            System.exit(run(options) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException {
        if (options.name().equals("list")) {
            list();
            return true;
        }
        List<Scenario> scenarios = Walk.named(options.name());
        if (scenarios.isEmpty()) throw new IllegalArgumentException("there is no scenario " + options.name());
        int runs = options.number("--runs", 1, 1, 1_000);
        int seed = options.number("--seed", 1, 0, Integer.MAX_VALUE);
        var evidence = new Evidence("accept-" + options.name(), "./x0 accept " + options.words());
        return new Acceptance(Distribution.fromProperty(), new Progress(System.out))
                .run(scenarios, runs, seed, evidence);
    }

    private static void list() {
        for (Scenario scenario : Walk.all()) {
            System.out.println(scenario.id() + "  " + scenario.title());
            System.out.println("     " + scenario.text());
            System.out.println("     twin: " + scenario.sabotage() + "; it must fail '" + scenario.mustFail() + "'");
        }
    }
}
