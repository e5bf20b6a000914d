package io.x0tta6bl4.runtime.image;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** A distribution on disk, and what of it belongs into an image: the features of a node, and those asked for besides. */
record Distribution(Path home) {
    /** Paths of files, relative to the distribution, sorted. */
    List<Path> chosen(List<String> also) throws IOException, Refused {
        Set<Path> files = new LinkedHashSet<>();
        for (String place : List.of("lib", "conf", "schema", "telemetry", "LICENSE"))
            files.addAll(below(home.resolve(place)));
        files.removeIf(file -> file.toString().endsWith(".aot"));
        for (String name : names(also)) {
            Path feature = Path.of("features", name + ".json");
            if (!Files.isRegularFile(home.resolve(feature)))
                throw new Refused("there is no feature " + name + " in " + home);
            files.add(feature);
            files.addAll(bundles(home.resolve(feature)));
        }
        for (Path file : files)
            if (!Files.isRegularFile(home.resolve(file))) throw new Refused(file + " is not in " + home);
        return files.stream().sorted().toList();
    }

    private List<String> names(List<String> also) throws IOException {
        Properties list = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("conf/node.properties"))) {
            list.load(reader);
        }
        List<String> names =
                new ArrayList<>(List.of(list.getProperty("features", "").strip().split("[,\\s]+")));
        names.addAll(also);
        return names;
    }

    private static List<Path> bundles(Path feature) throws IOException {
        List<Path> bundles = new ArrayList<>();
        try (var reader = Json.createReader(Files.newBufferedReader(feature))) {
            JsonObject json = reader.readObject();
            if (json.containsKey("bundles"))
                for (JsonValue bundle : json.getJsonArray("bundles"))
                    bundles.add(jar(bundle.asJsonObject().getString("id")));
        }
        return bundles;
    }

    /** {@code group:artifact:version} in Maven's layout. */
    private static Path jar(String coordinates) {
        String[] words = coordinates.split(":");
        return Path.of(
                "repository", words[0].replace('.', '/'), words[1], words[2], words[1] + "-" + words[2] + ".jar");
    }

    private List<Path> below(Path place) throws IOException {
        if (!Files.exists(place)) return List.of();
        try (var files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).map(home::relativize).toList();
        }
    }

    /** What {@code bin/x0} runs a node with, so that an image has no second opinion. */
    List<String> javaOptions() throws IOException, InterruptedException, Refused {
        String line = Program.run(
                home, java.util.Map.of(), List.of(home.resolve("bin/x0").toString(), "java-options"));
        return List.of(line.strip().split("\\s+"));
    }
}
