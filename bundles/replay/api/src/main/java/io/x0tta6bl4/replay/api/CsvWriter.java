package io.x0tta6bl4.replay.api;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes comma separated values, UTF-8, a line feed at the end of each row. The file appears under its name only with
 * {@link #finish()}: a replay that fails half-way leaves no answers that look whole.
 */
public final class CsvWriter implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final BufferedWriter writer;
    private boolean finished;

    public CsvWriter(Path file, String... header) throws BadInput {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        try {
            this.writer = Files.newBufferedWriter(part);
        } catch (IOException e) {
            throw new BadInput("The answers cannot be written to " + file + ": " + e);
        }
        row((Object[]) header);
    }

    /** Writes one row; numbers as Java prints them, which is the shortest text that reads back as the same number. */
    public void row(Object... fields) {
        try {
            for (int i = 0; i < fields.length; i++) {
                if (i > 0) writer.write(',');
                writer.write(quoted(String.valueOf(fields[i])));
            }
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("The answers cannot be written to " + file, e);
        }
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The answers are complete. */
    public void finish() throws BadInput {
        try {
            writer.close();
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } catch (IOException e) {
            throw new BadInput("The answers cannot be written to " + file + ": " + e);
        }
    }

    @Override
    public void close() {
        if (finished) return;
        try {
            writer.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException("The unfinished answers " + part + " cannot be taken away", e);
        }
    }
}
