package io.x0tta6bl4.monitor.provider.process;

import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_FILES;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_MEMORY;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_SCHEDULING;
import static io.x0tta6bl4.knowledge.api.observation.Signals.PROCESS_THREADS;
import static io.x0tta6bl4.knowledge.api.observation.Signals.UNITS;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code /proc/<pid>/stat} once for everything but the open files. A general library reads seven files for the same,
 * which costs about ten times the processor time for each process and look.
 */
final class LinuxVitals implements Vitals {
    private static final int AT_PAGESZ = 6;
    private static final int AT_CLKTCK = 17;

    private final Path proc;
    private final long pageBytes;
    private final long ticksPerSecond;

    LinuxVitals() {
        this(Path.of("/proc"));
    }

    LinuxVitals(Path proc) {
        this.proc = proc;
        this.pageBytes = auxiliary(AT_PAGESZ, 4096);
        this.ticksPerSecond = auxiliary(AT_CLKTCK, 100);
    }

    static boolean available() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** A value the kernel gave this process at its start. */
    private long auxiliary(long key, long otherwise) {
        try {
            ByteBuffer vector = ByteBuffer.wrap(Files.readAllBytes(proc.resolve("self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 16)
                if (vector.getLong() == key) return vector.getLong();
                else vector.getLong();
        } catch (IOException e) {
            return otherwise; // the values of nearly every Linux
        }
        return otherwise;
    }

    @Override
    public Optional<Look> look(long pid) {
        Path directory = proc.resolve(Long.toString(pid));
        try {
            return Optional.of(look(directory, Files.readAllBytes(directory.resolve("stat"))));
        } catch (IOException e) {
            return Optional.empty(); // it went while we looked
        }
    }

    private Look look(Path directory, byte[] stat) {
        String text = new String(stat, StandardCharsets.ISO_8859_1);
        // the name is in brackets and may hold anything, brackets and blanks too
        String[] fields = text.substring(text.lastIndexOf(')') + 2).trim().split(" ");
        char state = fields[0].charAt(0);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        Map<String, Reading> readings = Map.of(
                PROCESS_SCHEDULING, new Reading.State(scheduling(state), ""),
                PROCESS_THREADS, measured(PROCESS_THREADS, Long.parseLong(fields[17])),
                PROCESS_MEMORY, measured(PROCESS_MEMORY, Long.parseLong(fields[21]) * pageBytes),
                PROCESS_FILES, files(directory.resolve("fd")));
        Duration processorTime = Duration.ofNanos(Math.round(ticks * (1e9 / ticksPerSecond)));
        return new Look(Long.parseLong(fields[19]), "ZXx".indexOf(state) >= 0, processorTime, readings);
    }

    private static String scheduling(char state) {
        return switch (state) {
            case 'R' -> "runnable";
            case 'T', 't' -> "stopped";
            case 'Z', 'X', 'x' -> "zombie";
            default -> "sleeping";
        };
    }

    private static Reading files(Path descriptors) {
        try {
            long count =
                    Files.readAttributes(descriptors, BasicFileAttributes.class).size();
            // kernels before 6.2 do not tell the number as the size of the directory
            return measured(PROCESS_FILES, count > 0 ? count : count(descriptors));
        } catch (IOException e) {
            return new Reading.Absent(
                    "open files are not readable: " + e.getClass().getSimpleName());
        }
    }

    private static long count(Path directory) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path ignored : entries) count++;
        }
        return count;
    }

    private static Reading measured(String signal, double value) {
        return new Reading.Measured(value, UNITS.get(signal));
    }
}
