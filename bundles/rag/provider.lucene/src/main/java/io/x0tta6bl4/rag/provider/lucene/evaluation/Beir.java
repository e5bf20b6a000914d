package io.x0tta6bl4.rag.provider.lucene.evaluation;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files in the layout of BEIR. */
public final class Beir {
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

    /** Reads a corpus or queries, line by line. */
    public static void read(Path file, Taker taker) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) continue;
                try (JsonReader reader = Json.createReader(new StringReader(line))) {
                    JsonObject json = reader.readObject();
                    taker.take(new Entry(json.getString("_id"), json.getString("title", ""), json.getString("text")));
                } catch (JsonException | NullPointerException | ClassCastException e) {
                    throw new IOException(
                            file + ":" + number + " is no line of BEIR ({\"_id\": …, \"text\": …}): " + e.getMessage());
                }
            }
        }
    }

    static Map<String, String> queries(Path file) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        read(file, entry -> queries.put(entry.id(), entry.text()));
        return queries;
    }

    /** Query id to document id to grade. */
    static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] columns = line.split("\t");
            if (line.isBlank()
                    || (number == 1 && columns[columns.length - 1].strip().equals("score"))) continue;
            if (columns.length != 3 || !columns[2].strip().matches("-?\\d{1,4}"))
                throw new IOException(file + ":" + number + " is '" + line + "'; wanted query-id, corpus-id and score,"
                        + " parted by tabs");
            grades.computeIfAbsent(columns[0], q -> new LinkedHashMap<>())
                    .put(columns[1], Integer.parseInt(columns[2].strip()));
        }
        return grades;
    }
}
