package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where the output of an element's process goes: {@code <data>/logs/<element>.log}, appended, set aside at a start when it is
 * larger than 10 MiB; the last three set aside are kept as {@code .1} to {@code .3}.
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
        for (int i = KEPT - 1; i >= 1; i--)
            if (Files.exists(aside(i))) Files.move(aside(i), aside(i + 1), StandardCopyOption.REPLACE_EXISTING);
        Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(file);
        return 0;
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
