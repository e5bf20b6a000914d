package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.Port;
import io.x0tta6bl4.ml.api.Tensor;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads models from a folder: {@code <id>/model.json} with the record and golden answers, {@code <id>/model.onnx}, and beside
 * them {@code trusted.sha256}, one line {@code <digest of model.json>  <id>} for each. The record carries the digest of the
 * model, so the list vouches for both.
 */
final class ArtefactReader {
    static final String LIST = "trusted.sha256";
    private static final long LARGEST = 256L * 1024 * 1024;
    private static final int MOST = 64;

    private ArtefactReader() {}

    /** The models a folder vouches for: id to digest of its record; empty when there is no list. */
    static Map<String, String> trusted(Path folder) throws IOException {
        Map<String, String> trusted = new LinkedHashMap<>();
        Path list = folder.resolve(LIST);
        if (!Files.isRegularFile(list)) return trusted;
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] words = line.strip().split("\\s+");
            if (words.length != 2 || !words[0].matches("[0-9a-f]{64}") || !words[1].matches("[a-z0-9][a-z0-9.-]{0,63}"))
                throw new IOException(list + " has the line '" + line + "'; wanted '<sha256 of model.json>  <id>'");
            trusted.put(words[1], words[0]);
        }
        if (trusted.size() > MOST) throw new IOException(list + " names more than " + MOST + " models");
        return trusted;
    }

    /** Reads one model and refuses, in words, whatever is not as it was vouched for. */
    static Artefact read(Path folder, String id, String digest, ModelTrust trust) throws IOException {
        Path description = folder.resolve(id).resolve("model.json");
        byte[] text = content(description);
        String found = Digests.of(text);
        if (!found.equals(digest))
            throw new IOException(
                    description + " has the digest " + found + ", and " + LIST + " vouches for " + digest);
        try {
            JsonObject json = Json.createReader(new ByteArrayInputStream(text)).readObject();
            ModelRecord record = record(json);
            if (!record.id().equals(id)) throw new IOException(description + " is of '" + record.id() + "', not " + id);
            byte[] model = content(folder.resolve(id).resolve("model.onnx"));
            if (!Digests.of(model).equals(record.digest()))
                throw new IOException("the model file of " + id + " has the digest " + Digests.of(model)
                        + ", and its record says " + record.digest());
            trust.check(folder, id, text, model);
            List<Artefact.Golden> golden = new ArrayList<>();
            for (JsonObject known : json.getJsonArray("golden").getValuesAs(JsonObject.class))
                golden.add(golden(known));
            if (golden.isEmpty()) throw new IOException(description + " has no golden answers");
            return new Artefact(record, golden, model);
        } catch (JsonException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException(description + " cannot be understood: " + e.getMessage(), e);
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException(file + " is missing");
        if (Files.size(file) > LARGEST) throw new IOException(file + " is larger than " + LARGEST + " bytes");
        return Files.readAllBytes(file);
    }

    private static ModelRecord record(JsonObject json) {
        Map<String, String> training = new LinkedHashMap<>();
        json.getJsonObject("training")
                .forEach((key, value) ->
                        training.put(key, value instanceof JsonString s ? s.getString() : value.toString()));
        Map<String, Double> metrics = new LinkedHashMap<>();
        json.getJsonObject("metrics").forEach((key, value) -> metrics.put(key, ((JsonNumber) value).doubleValue()));
        return new ModelRecord(
                json.getString("id"),
                json.getString("version"),
                json.getString("sha256"),
                ports(json.getJsonArray("inputs")),
                ports(json.getJsonArray("outputs")),
                training,
                metrics);
    }

    private static List<Port> ports(JsonArray array) {
        return array.getValuesAs(JsonObject.class).stream()
                .map(p -> new Port(
                        p.getString("name"),
                        Tensor.Type.valueOf(p.getString("type")),
                        p.getJsonArray("shape").getValuesAs(JsonString::getString)))
                .toList();
    }

    private static Artefact.Golden golden(JsonObject json) {
        return new Artefact.Golden(
                tensors(json.getJsonObject("inputs")),
                tensors(json.getJsonObject("outputs")),
                json.getJsonNumber("tolerance").doubleValue());
    }

    private static Map<String, Tensor> tensors(JsonObject json) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        json.forEach((name, value) -> tensors.put(name, tensor(value.asJsonObject())));
        return tensors;
    }

    private static Tensor tensor(JsonObject json) {
        List<JsonNumber> numbers = json.getJsonArray("data").getValuesAs(JsonNumber.class);
        long[] shape = json.getJsonArray("shape").getValuesAs(JsonNumber.class).stream()
                .mapToLong(JsonNumber::longValueExact)
                .toArray();
        if (Tensor.Type.valueOf(json.getString("type")) == Tensor.Type.INT64)
            return new Tensor.Longs(
                    shape,
                    numbers.stream().mapToLong(JsonNumber::longValueExact).toArray());
        float[] data = new float[numbers.size()];
        for (int i = 0; i < data.length; i++) data[i] = (float) numbers.get(i).doubleValue();
        return new Tensor.Floats(shape, data);
    }
}
