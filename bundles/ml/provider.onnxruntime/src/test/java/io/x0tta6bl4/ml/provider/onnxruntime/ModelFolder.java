package io.x0tta6bl4.ml.provider.onnxruntime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A folder with the model that doubles, real and trusted; what a test breaks in it, it breaks on purpose. */
record ModelFolder(Path folder) {
    static final String ID = "double";

    ModelFolder write(String version) throws IOException {
        return write(version, 3.0);
    }

    /** @param answer what the record claims the model makes of 1.5 */
    ModelFolder write(String version, double answer) throws IOException {
        byte[] model = content();
        Files.createDirectories(folder.resolve(ID));
        Files.write(folder.resolve(ID).resolve("model.onnx"), model);
        String record = """
            {"id": "double", "version": "%s", "sha256": "%s",
             "inputs": [{"name": "x", "type": "FLOAT32", "shape": ["N"]}],
             "outputs": [{"name": "y", "type": "FLOAT32", "shape": ["N"]}],
             "training": {"command": "none, written by hand"}, "metrics": {"error": 0},
             "golden": [{"inputs": {"x": {"type": "FLOAT32", "shape": [1], "data": [1.5]}},
                         "outputs": {"y": {"type": "FLOAT32", "shape": [1], "data": [%s]}}, "tolerance": 1e-6}]}
            """.formatted(version, Digests.of(model), answer);
        Files.writeString(folder.resolve(ID).resolve("model.json"), record);
        return trust();
    }

    ModelFolder trust() throws IOException {
        Files.writeString(
                folder.resolve(ArtefactReader.LIST),
                Digests.of(folder.resolve(ID).resolve("model.json")) + "  " + ID + "\n");
        return this;
    }

    private static byte[] content() throws IOException {
        try (InputStream in = Objects.requireNonNull(OnnxModels.class.getResourceAsStream("known.onnx"))) {
            return in.readAllBytes();
        }
    }
}
