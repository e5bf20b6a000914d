package io.x0tta6bl4.execute.provider.process;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Ends a process and all it started: first politely, then not, and looks that they are gone. A suspended process cannot
 * react to a polite request, so it is not asked.
 */
final class Ending {
    /** How long the operating system may take to remove what was killed. */
    static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final int ROUNDS = 3;

    private Ending() {}

    /**
     * Ends them.
     *
     * @param main the process to ask first
     * @param marked finds everything else that belongs to it
     * @param polite how long they may take to end by themselves; zero kills at once
     * @return what is still there at the deadline, empty on success
     */
    static List<OsProcess> end(
            Collection<OsProcess> main, Supplier<List<OsProcess>> marked, Duration polite, Deadline deadline) {
        Set<OsProcess> family = new LinkedHashSet<>(main);
        main.forEach(process -> family.addAll(process.descendants()));
        family.addAll(marked.get());
        Deadline patience = Deadline.in(shorter(polite, deadline));
        if (!polite.isZero()) {
            ask(main, patience);
            ask(family.stream().filter(process -> !main.contains(process)).toList(), patience);
        }
        // What is being killed may still start something: look again, but not for ever.
        for (int round = 0; round < ROUNDS; round++) {
            family.forEach(OsProcess::kill);
            Deadline limit = deadline.within(KILL_LIMIT);
            List<OsProcess> left =
                    family.stream().filter(process -> !process.awaitGone(limit)).toList();
            if (!left.isEmpty()) return left;
            family.addAll(marked.get());
            family.removeIf(process -> !process.here());
            if (family.isEmpty()) return List.of();
        }
        return List.copyOf(family);
    }

    static String names(Collection<OsProcess> processes) {
        return processes.stream().map(process -> "pid " + process.pid()).collect(Collectors.joining(", "));
    }

    private static void ask(Collection<OsProcess> processes, Deadline patience) {
        List<OsProcess> able =
                processes.stream().filter(p -> p.here() && !p.suspended()).toList();
        able.forEach(OsProcess::ask);
        able.forEach(process -> process.awaitGone(patience));
    }

    /** Leaves time to kill before the deadline. */
    private static Duration shorter(Duration polite, Deadline deadline) {
        Duration half = deadline.left().dividedBy(2);
        Duration most = deadline.left().minus(KILL_LIMIT);
        Duration bound = most.compareTo(half) > 0 ? most : half;
        return polite.compareTo(bound) < 0 ? polite : bound;
    }
}
