package io.x0tta6bl4.identity.provider.workloadapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code /proc} of Linux says about a process. */
final class ProcFiles {
    /** The ledger of processes names the moment a process began by milliseconds since boot. */
    static final long MILLIS_PER_TICK = 10;

    private static final int PARENT = 1;
    private static final int STARTED = 19;
    private static final int DEPTH = 64;
    private static final int DIGEST_LIMIT = 256;
    private static final long PROGRAM_LIMIT = 512L * 1024 * 1024;

    /** By what changes when a file is written to, so that a program is read once and not every second. */
    private static final Map<String, String> DIGESTS =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > DIGEST_LIMIT;
                }
            });

    private ProcFiles() {}

    /** The fields of stat behind the name, which itself may hold anything. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).trim().split(" "));
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }

    static Optional<Long> started(long pid) {
        return stat(pid).map(fields -> Long.parseLong(fields[STARTED]));
    }

    /** The process and those it descends from, nearest first. */
    static List<Long> ancestry(long pid) {
        List<Long> line = new ArrayList<>();
        long at = pid;
        while (at > 1 && line.size() < DEPTH) {
            line.add(at);
            Optional<String[]> fields = stat(at);
            if (fields.isEmpty()) break;
            at = Long.parseLong(fields.get()[PARENT]);
        }
        return line;
    }

    /** The program of a process; absent when it is gone, replaced on the disk, or of a user whom this node may not look at. */
    static Optional<Path> program(long pid) {
        try {
            Path program = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
            return program.toString().endsWith(" (deleted)") ? Optional.empty() : Optional.of(program);
        } catch (IOException | RuntimeException hidden) {
            return Optional.empty();
        }
    }

    /** SHA-256 of the program as it runs, whatever stands on the disk now. */
    static Optional<String> digest(long pid) {
        Path running = Path.of("/proc", Long.toString(pid), "exe");
        try (InputStream in = Files.newInputStream(running)) {
            if (Files.size(running) > PROGRAM_LIMIT) return Optional.empty();
            String key = Files.getAttribute(running, "unix:dev") + ":" + Files.getAttribute(running, "unix:ino") + ":"
                    + Files.getAttribute(running, "unix:ctime") + ":" + Files.size(running);
            String known = DIGESTS.get(key);
            if (known != null) return Optional.of(known);
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) hash.update(buffer, 0, read);
            String sum = HexFormat.of().formatHex(hash.digest());
            DIGESTS.put(key, sum);
            return Optional.of(sum);
        } catch (IOException hidden) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
