package io.x0tta6bl4.knowledge.api.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The one rule by which a process is told from a later one with the same number, for whoever writes and whoever reads the
 * {@link ProcessLedger}.
 *
 * <p>On Linux the start is {@code Instant.EPOCH} plus field 22 of {@code /proc/<pid>/stat} (clock ticks since boot, proc(5))
 * times ten milliseconds: no time of day, but it never changes while the process lives, whatever the wall clock does. Elsewhere
 * it is the start that {@link ProcessHandle} tells, cut to whole seconds.
 */
public final class ProcessStart {
    private static final boolean LINUX = Files.isReadable(Path.of("/proc/self/stat"));
    private static final long MILLIS_PER_TICK = 10;
    private static final int FIELDS_AFTER_NAME = 20;

    private ProcessStart() {}

    /** The start of the process with this number; empty when there is none. */
    public static Optional<Instant> of(long pid) {
        if (!LINUX)
            return ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            String stat = new String(line, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[FIELDS_AFTER_NAME - 1]);
            return Optional.of(Instant.EPOCH.plusMillis(ticks * MILLIS_PER_TICK));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether this very process is there now. */
    public static boolean here(ProcessLedger.Identity identity) {
        return of(identity.pid()).filter(identity.started()::equals).isPresent();
    }
}
