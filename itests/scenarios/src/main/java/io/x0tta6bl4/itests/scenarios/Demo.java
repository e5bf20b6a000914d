package io.x0tta6bl4.itests.scenarios;

import io.x0tta6bl4.itests.scenarios.demo.DemoRun;
import java.util.List;

/** {@code ./x0 demo [--full]}: six faults and a quiet stretch on a real system, each judged by an independent eye. */
public final class Demo {
    private Demo() {}

    /** Ends with 0 only if every step was detected, handled as required and verified. */
    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && !given.equals(List.of("--full"))) {
            System.err.println("usage: x0 demo [--full]   (found " + String.join(" ", given) + ")\n"
                    + "--full  makes the quiet stretch a whole minute, whatever that takes in all");
            System.exit(2);
        }
        System.exit(new DemoRun(given.contains("--full")).run() ? 0 : 1);
    }
}
