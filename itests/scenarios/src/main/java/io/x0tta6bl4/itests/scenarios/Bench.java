package io.x0tta6bl4.itests.scenarios;

import io.x0tta6bl4.itests.scenarios.bench.HealBench;
import io.x0tta6bl4.itests.scenarios.bench.QuietBench;
import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import java.time.Duration;
import java.util.List;

/** {@code ./x0 bench heal --runs N} and {@code ./x0 bench quiet --minutes N}. */
public final class Bench {
    private static final String USAGE = """
        usage: x0 bench heal [--runs N]        MTTD and MTTR of each class of faults, 1 to 10000 runs (default 30)
               x0 bench quiet [--minutes N]    load without faults, 1 to 10000 minutes (default 30)
        """;

    private Bench() {}

    /** Ends with 0 only if every fault was healed, or nothing was done in the quiet; 2 for wrong arguments. */
    public static void main(String[] arguments) throws Exception {
        try {
            Options options = new Options(arguments, List.of("--runs", "--minutes"));
            System.exit(run(options) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws Exception {
        var evidence = new Evidence("bench-" + options.name(), "./x0 bench " + options.words());
        var progress = new Progress(System.out);
        return switch (options.name()) {
            case "heal" ->
                new HealBench(Distribution.fromProperty(), progress)
                        .run(options.number("--runs", 30, 1, 10_000), evidence);
            case "quiet" ->
                new QuietBench(Distribution.fromProperty(), progress)
                        .run(Duration.ofMinutes(options.number("--minutes", 30, 1, 10_000)), evidence);
            default -> throw new IllegalArgumentException("there is no bench " + options.name());
        };
    }
}
