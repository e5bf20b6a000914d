package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes a model the way a node reads it: file, record with golden answers, and the line in the list of trusted ones. */
final class ModelFiles {
    private static final String LIST = "trusted.sha256";
    private static final int GOLDEN = 3;

    private ModelFiles() {}

    static void write(Path folder, GraphSage.Result result) throws IOException {
        Path home = Files.createDirectories(folder.resolve(GraphSage.ID));
        Files.write(home.resolve("model.onnx"), result.onnx());
        byte[] record = text(record(result)).getBytes(StandardCharsets.UTF_8);
        Files.write(home.resolve("model.json"), record);
        List<String> lines = new ArrayList<>();
        Path list = folder.resolve(LIST);
        if (Files.exists(list))
            Files.readAllLines(list).stream()
                    .filter(l -> !l.endsWith(" " + GraphSage.ID))
                    .forEach(lines::add);
        lines.add(Data.digest(record) + "  " + GraphSage.ID);
        Files.write(list, lines);
    }

    static String text(JsonObject json) {
        StringWriter out = new StringWriter();
        JsonWriterFactory factory = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var writer = factory.createWriter(out)) {
            writer.writeObject(json);
        }
        return out.toString().strip() + "\n";
    }

    private static JsonObject record(GraphSage.Result result) {
        JsonObjectBuilder training = Json.createObjectBuilder();
        GraphSage.notes(result.settings(), result.epoch(), result.helps(), result.data())
                .forEach(training::add);
        JsonObjectBuilder metrics = Json.createObjectBuilder();
        result.scores().forEach((set, score) -> {
            for (String method : Exam.METHODS)
                metrics.add(
                        set + "." + method + ".recall1",
                        round(score.of(method, Exam.FAULTS).share()));
        });
        return Json.createObjectBuilder()
                .add("id", GraphSage.ID)
                .add("version", "1.0.0")
                .add("sha256", Data.digest(result.onnx()))
                .add(
                        "inputs",
                        Json.createArrayBuilder()
                                .add(port("x", "FLOAT32", "N", Integer.toString(Signs.FEATURES)))
                                .add(port("caller", "INT64", "E"))
                                .add(port("callee", "INT64", "E"))
                                .add(port("per_need", "FLOAT32", "N", "1"))
                                .add(port("per_needed", "FLOAT32", "N", "1")))
                .add("outputs", Json.createArrayBuilder().add(port("logit", "FLOAT32", "N")))
                .add("training", training)
                .add("metrics", metrics)
                .add("golden", golden(result))
                .build();
    }

    private static double round(double share) {
        return Math.round(share * 10_000) / 10_000.0;
    }

    private static JsonObjectBuilder port(String name, String type, String... shape) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("type", type)
                .add("shape", Json.createArrayBuilder(List.of(shape)));
    }

    private static JsonArrayBuilder golden(GraphSage.Result result) {
        SplittableRandom random = new SplittableRandom(result.settings().seed() + 1);
        JsonArrayBuilder golden = Json.createArrayBuilder();
        for (Incident incident : Incidents.draw(List.of(Topology.Family.TREE), GOLDEN, 1, random)) {
            Neighbours graph = Neighbours.of(incident.signs());
            double[] logits = result.network().forward(graph).logits();
            JsonObjectBuilder inputs = Json.createObjectBuilder()
                    .add("x", floats(graph.features(), graph.size(), Signs.FEATURES))
                    .add("caller", longs(graph.callers()))
                    .add("callee", longs(graph.callees()))
                    .add("per_need", floats(graph.perNeed(), graph.size(), 1))
                    .add("per_needed", floats(graph.perNeeded(), graph.size(), 1));
            golden.add(Json.createObjectBuilder()
                    .add("inputs", inputs)
                    .add("outputs", Json.createObjectBuilder().add("logit", floats(logits, graph.size())))
                    .add("tolerance", 1e-3));
        }
        return golden;
    }

    private static JsonObjectBuilder floats(double[] values, int... shape) {
        JsonArrayBuilder data = Json.createArrayBuilder();
        for (double value : values) data.add((double) (float) value);
        return tensor("FLOAT32", data, shape);
    }

    private static JsonObjectBuilder longs(int[] values) {
        JsonArrayBuilder data = Json.createArrayBuilder();
        for (int value : values) data.add(value);
        return tensor("INT64", data, values.length);
    }

    private static JsonObjectBuilder tensor(String type, JsonArrayBuilder data, int... shape) {
        JsonArrayBuilder lengths = Json.createArrayBuilder();
        for (int length : shape) lengths.add(length);
        return Json.createObjectBuilder()
                .add("type", type)
                .add("shape", lengths)
                .add("data", data);
    }
}
