package io.x0tta6bl4.execute.provider.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What Linux says of a process in {@code /proc/<pid>/stat}.
 *
 * @param state one letter, see proc(5)
 * @param parent number of the process that started it, or took it over
 * @param session number of the process that leads its session
 * @param threads how many of its threads have not ended
 * @param startTicks when it began, in hundredths of a second since boot
 */
record ProcStat(char state, long parent, long session, long threads, long startTicks) {
    /** Whether this system has it. */
    static final boolean AVAILABLE = Files.isReadable(Path.of("/proc/self/stat"));

    private static final long MILLIS_PER_TICK = 10;

    static Optional<ProcStat> read(long pid) {
        if (!AVAILABLE) return Optional.empty();
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(parse(new String(line, StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The name of the program stands in brackets and may itself contain spaces and brackets. */
    static ProcStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
        return new ProcStat(
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[17]),
                Long.parseLong(fields[19]));
    }

    /** Not a time of day: a stable name of the moment it began. */
    Instant started() {
        return Instant.ofEpochMilli(startTicks * MILLIS_PER_TICK);
    }

    /** Only the entry in the table is left; while other threads still end, ports and files may be held. */
    boolean gone() {
        return state == 'X' || state == 'x' || (state == 'Z' && threads <= 1);
    }

    boolean suspended() {
        return state == 'T' || state == 't';
    }
}
