package io.x0tta6bl4.replay.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads comma separated values as RFC 4180 has them, UTF-8, one row at a time. A field may be quoted and then hold commas,
 * line ends and doubled quotes. Blank lines are passed over. A field is at most a million characters long.
 */
public final class CsvReader implements AutoCloseable {
    private static final int FIELD_LIMIT = 1_000_000;

    private final Path file;
    private final BufferedReader reader;
    private long line;

    public CsvReader(Path file) throws BadInput {
        this.file = file;
        try {
            this.reader = Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new BadInput(file + " cannot be read: " + reason(e));
        }
    }

    /** The next row; empty at the end. */
    public Optional<CsvRow> next() throws BadInput {
        String text = readLine();
        while (text != null && text.isBlank()) text = readLine();
        if (text == null) return Optional.empty();
        if (line == 1 && text.startsWith("\uFEFF")) text = text.substring(1);
        long begun = line;
        return Optional.of(new CsvRow(file, begun, text.indexOf('"') < 0 ? plain(text) : quoted(text, begun)));
    }

    /** The next row as a header; a file without one is refused, and one whose fields something else than commas separates. */
    public CsvRow header() throws BadInput {
        CsvRow row = next().orElseThrow(() -> new BadInput(file + ":1: the file is empty; it needs a header line"));
        for (String other : List.of(";", "\t"))
            if (row.fields().size() == 1 && row.fields().getFirst().contains(other))
                throw row.bad("the fields are separated by " + (other.equals(";") ? "';'" : "tabs")
                        + ", and commas are needed (with a point in numbers)");
        return row;
    }

    private static List<String> plain(String text) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            fields.add(text.substring(from, comma));
            from = comma + 1;
        }
        fields.add(text.substring(from));
        return fields;
    }

    private List<String> quoted(String first, long begun) throws BadInput {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        String text = first;
        boolean inside = false;
        int i = 0;
        while (true) {
            if (i == text.length()) {
                if (!inside) break;
                String more = readLine();
                if (more == null)
                    throw BadInput.at(file, begun, "a quoted field is not closed before the end of the file");
                field.append('\n');
                text = more;
                i = 0;
                continue;
            }
            char c = text.charAt(i++);
            if (c == '"' && inside && i < text.length() && text.charAt(i) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
            if (field.length() > FIELD_LIMIT)
                throw BadInput.at(
                        file, begun, "a field is longer than " + FIELD_LIMIT + " characters; a quote may be missing");
        }
        fields.add(field.toString());
        return fields;
    }

    private @org.jspecify.annotations.Nullable String readLine() throws BadInput {
        try {
            line++;
            return reader.readLine();
        } catch (CharacterCodingException e) {
            throw BadInput.at(file, line, "the line is not UTF-8");
        } catch (IOException e) {
            throw BadInput.at(file, line, "cannot be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            // nothing was written, so nothing is lost
            return;
        }
    }
}
