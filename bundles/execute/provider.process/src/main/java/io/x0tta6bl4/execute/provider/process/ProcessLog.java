package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where the output of an element's process goes: {@code <data>/logs/<element>.log}, appended, set aside when it is larger than
 * 10 MiB, at a start or while the process writes; the last three set aside are kept as {@code .1} to {@code .3}.
 *
 * @param file the file written now
 */
record ProcessLog(Path file) {
    static final long LIMIT_BYTES = 10L * 1024 * 1024;
    static final int KEPT = 3;

    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 5;

    /** The log of an element; characters that no file name should carry are written as {@code %xx}. */
    static ProcessLog of(Path data, ElementId element) {
        StringBuilder name = new StringBuilder();
        for (char c : element.value().toCharArray())
            if (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0) name.append(c);
            else name.append(String.format("%%%02x", (int) c));
        return new ProcessLog(data.resolve("logs").resolve(name + ".log"));
    }

    /** Makes it ready for a start and returns its size, from which the output of that start begins. */
    long open() throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
            return 0;
        }
        if (Files.size(file) <= LIMIT_BYTES) return Files.size(file);
        moveUp();
        Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(file);
        return 0;
    }

    private void moveUp() throws IOException {
        for (int i = KEPT - 1; i >= 1; i--)
            if (Files.exists(aside(i))) Files.move(aside(i), aside(i + 1), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Sets aside the last 10 MiB of a log that a running process has made larger, and empties it under that process, which goes
     * on at its beginning because it appends. What it wrote between the copy and the emptying is lost, and so is what was older.
     */
    boolean shorten() throws IOException {
        if (Files.size(file) <= LIMIT_BYTES) return false;
        moveUp();
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel kept = FileChannel.open(
                        aside(1),
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            long from = log.size() - LIMIT_BYTES;
            for (long done = 0; done < LIMIT_BYTES; ) {
                long moved = log.transferTo(from + done, LIMIT_BYTES - done, kept);
                if (moved <= 0) break; // somebody else has emptied it
                done += moved;
            }
            log.truncate(0);
        } catch (IOException full) {
            // A disk that has no room for the copy needs the room of the log the more.
            try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
                log.truncate(0);
            }
            throw full;
        }
        return true;
    }

    /** The last lines written since {@code from}, for an error message. */
    List<String> tail(long from) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(from, log.length() - TAIL_BYTES);
            log.seek(start);
            byte[] bytes = new byte[(int) Math.max(0, log.length() - start)];
            log.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
        }
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
