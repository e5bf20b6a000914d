package io.x0tta6bl4.replay.api;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes comma separated values, UTF-8, a line feed at the end of each row; a file whose name ends with {@code .json} becomes
 * a JSON array instead, one object a row under the names of the header, numbers as numbers. The file appears under its name only with
 * {@link #finish()}: a replay that fails half-way leaves no answers that look whole.
 */
public final class CsvWriter implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final BufferedWriter writer;
    private final String[] names;
    private final boolean json;
    private long rows;
    private boolean finished;

    public CsvWriter(Path file, String... header) throws BadInput {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        try {
            this.writer = Files.newBufferedWriter(part);
        } catch (IOException e) {
            throw new BadInput("The answers cannot be written to " + file + ": " + e);
        }
        this.names = header.clone();
        this.json = file.getFileName().toString().endsWith(".json");
        if (json) write("[");
        else row((Object[]) header);
    }

    /** Writes one row; numbers as Java prints them, which is the shortest text that reads back as the same number. */
    public void row(Object... fields) {
        StringBuilder row = new StringBuilder(json ? rows++ == 0 ? "\n{" : ",\n{" : "");
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) row.append(',');
            if (json) row.append(JsonText.of(names[i])).append(':').append(JsonText.value(fields[i]));
            else row.append(quoted(String.valueOf(fields[i])));
        }
        write(row.append(json ? '}' : '\n').toString());
    }

    private void write(String text) {
        try {
            writer.write(text);
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
        if (json) write(rows == 0 ? "]\n" : "\n]\n");
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
