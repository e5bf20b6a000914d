package io.x0tta6bl4.rag.provider.lucene.evaluation;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files in the layout of BEIR, plain or compressed by gzip, and judgements also in that of TREC. */
public final class Beir {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP = {'P', 'K'};
    private static final String GRADE = "-?\\d{1,4}(\\.0*)?";

    private Beir() {}

    /**
     * A document of a corpus.
     *
     * @param title empty when it has none
     */
    public record Entry(String id, String title, String text) {}

    /** Takes one document. */
    @FunctionalInterface
    public interface Taker {
        void take(Entry entry) throws IOException;
    }

    /** Takes one line. */
    @FunctionalInterface
    private interface Line {
        void take(String line, int number) throws IOException;
    }

    /** Reads a corpus or queries, line by line. */
    public static void read(Path file, Taker taker) throws IOException {
        lines(file, (line, number) -> {
            Entry entry;
            try (JsonReader reader = Json.createReader(new StringReader(line))) {
                JsonObject json = reader.readObject();
                if (!json.containsKey("text"))
                    throw new IllegalArgumentException("it has no text, but " + json.keySet());
                entry = new Entry(id(json), text(json, "title"), text(json, "text"));
            } catch (RuntimeException | StackOverflowError e) { // the parser refuses deep nesting by no type of its own
                throw new IOException(
                        file + ":" + number + " is no line of BEIR ({\"_id\": …, \"text\": …}): " + e.getMessage());
            }
            taker.take(entry);
        });
    }

    private static void lines(Path file, Line taker) throws IOException {
        try (BufferedReader lines = opened(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String clean = ++number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!clean.isBlank()) taker.take(clean, number);
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8", e);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is compressed and cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static BufferedReader opened(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(2);
            byte[] first = in.readNBytes(2);
            in.reset();
            if (Arrays.equals(first, ZIP))
                throw new IOException(file + " is a zip archive; unpack it and name the files in it");
            InputStream plain = Arrays.equals(first, GZIP) ? new GZIPInputStream(in) : in;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Some collections count their documents and write numbers. */
    private static String id(JsonObject json) {
        return switch (json.getOrDefault("_id", JsonValue.NULL)) {
            case JsonString s when !s.getString().isBlank() -> s.getString();
            case JsonNumber n -> n.toString();
            default -> throw new IllegalArgumentException("it has no _id");
        };
    }

    private static String text(JsonObject json, String key) {
        return switch (json.getOrDefault(key, JsonValue.NULL)) {
            case JsonString s -> s.getString();
            case JsonValue v when v == JsonValue.NULL -> "";
            case JsonValue v -> throw new IllegalArgumentException("its " + key + " is no string, but " + v);
        };
    }

    static Map<String, String> queries(Path file) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        read(file, entry -> queries.put(entry.id(), entry.text()));
        return queries;
    }

    /** Query id to document id to grade, from lines of three columns (BEIR, with or without headline) or four (TREC). */
    static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        lines(file, (line, number) -> {
            String[] columns = line.contains("\t")
                    ? line.strip().split("\t", -1)
                    : line.strip().split("\\s+");
            String grade = columns[columns.length - 1].strip();
            boolean fits = columns.length == 3 || columns.length == 4;
            if (number == 1 && fits && !grade.matches(GRADE)) return; // the headline
            if (!fits || !grade.matches(GRADE))
                throw new IOException(file + ":" + number + " is '" + line + "'; wanted query-id, corpus-id and score,"
                        + " or query-id, 0, corpus-id and grade, parted by tabs");
            grades.computeIfAbsent(columns[0].strip(), q -> new LinkedHashMap<>())
                    .put(columns[columns.length - 2].strip(), (int) Double.parseDouble(grade));
        });
        return grades;
    }
}
