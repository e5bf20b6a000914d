package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Processes of the operating system, found by their arguments and sent signals, without asking the node. */
public final class Pids {
    private Pids() {}

    /** Every living process that has this among its arguments, exactly. */
    public static Set<Long> withArgument(String argument) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(handle ->
                        List.of(handle.info().arguments().orElse(new String[0])).contains(argument))
                .map(ProcessHandle::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every living process that has a text somewhere in its arguments. */
    public static Set<Long> mentioning(String text) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(handle -> String.join("\n", handle.info().arguments().orElse(new String[0]))
                        .contains(text))
                .map(ProcessHandle::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** The only one, if there is exactly one. */
    public static Optional<Long> only(Set<Long> pids) {
        return pids.size() == 1 ? Optional.of(pids.iterator().next()) : Optional.empty();
    }

    /** Waits for the end of a process and returns the last instant at which it was seen alive. */
    public static Instant awaitEnd(ProcessHandle process, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Instant alive = Instant.now();
        while (process.isAlive()) {
            if (System.nanoTime() - deadline > 0)
                throw new IOException("process " + process.pid() + " did not end within " + limit.toMillis() + " ms");
            alive = Instant.now();
            LockSupport.parkNanos(500_000);
        }
        return alive;
    }

    /** Sends a signal, for example {@code KILL}, {@code STOP}, {@code CONT}. */
    public static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                .redirectErrorStream(true)
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0)
            throw new IOException("could not send SIG" + name + " to process " + pid + ": "
                    + new String(kill.getInputStream().readAllBytes()).strip());
    }
}
