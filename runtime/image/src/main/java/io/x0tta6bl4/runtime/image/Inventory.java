package io.x0tta6bl4.runtime.image;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What an image consists of, as CycloneDX 1.6: every jar by its coordinates, the Java runtime, the C library, each with the
 * SHA-256 that it has in the image.
 */
final class Inventory {
    private Inventory() {}

    static JsonObject of(Path root, Map<String, Path> libraries, String name, String version, String digest)
            throws IOException, InterruptedException {
        JsonArrayBuilder components = Json.createArrayBuilder();
        for (Path jar : jars(root)) components.add(jar(root, jar));
        components.add(runtime(root));
        for (Map.Entry<String, Path> library : libraries.entrySet())
            components.add(library(library.getKey(), library.getValue()));
        return Json.createObjectBuilder()
                .add("bomFormat", "CycloneDX")
                .add("specVersion", "1.6")
                .add("version", 1)
                .add(
                        "metadata",
                        Json.createObjectBuilder()
                                .add("timestamp", Shape.TIME.toString())
                                .add(
                                        "component",
                                        component("container", name, version)
                                                .add("bom-ref", "image")
                                                .add("hashes", hash(digest.replace("sha256:", "")))))
                .add("components", components)
                .build();
    }

    private static List<Path> jars(Path root) throws IOException {
        try (var files = Files.walk(root.resolve(Shape.HOME.substring(1)))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonObjectBuilder jar(Path root, Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest() == null
                    ? new Attributes()
                    : jar.getManifest().getMainAttributes();
            List<String> coordinates = coordinates(root, file, jar);
            JsonObjectBuilder component = component("library", coordinates.get(1), coordinates.get(2))
                    .add("hashes", hash(Archive.digest(Files.newInputStream(file))))
                    .add("properties", place("/" + root.relativize(file)));
            if (!coordinates.get(0).isEmpty())
                component
                        .add("group", coordinates.get(0))
                        .add(
                                "purl",
                                "pkg:maven/" + String.join("/", coordinates.subList(0, 2)) + "@" + coordinates.get(2));
            String licence = manifest.getValue("Bundle-License");
            if (licence != null)
                component.add(
                        "licenses",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add(
                                                "license",
                                                Json.createObjectBuilder().add("name", licence))));
            return component;
        }
    }

    /** Group, artifact and version: by the place in the repository, or by what Maven left in the jar. */
    private static List<String> coordinates(Path root, Path file, JarFile jar) throws IOException {
        Path repository = root.resolve(Shape.HOME.substring(1)).resolve("repository");
        if (file.startsWith(repository)) {
            Path path = repository.relativize(file);
            int count = path.getNameCount();
            return List.of(
                    path.subpath(0, count - 3).toString().replace('/', '.'),
                    path.getName(count - 3).toString(),
                    path.getName(count - 2).toString());
        }
        String name = file.getFileName().toString().replace(".jar", "");
        for (var entry : new ArrayList<>(jar.stream().toList()))
            if (entry.getName().matches("META-INF/maven/.*/pom.properties")) {
                Properties pom = new Properties();
                pom.load(jar.getInputStream(entry));
                if (name.startsWith(pom.getProperty("artifactId") + "-"))
                    return List.of(
                            pom.getProperty("groupId"), pom.getProperty("artifactId"), pom.getProperty("version"));
            }
        return List.of("", name, "");
    }

    private static JsonObjectBuilder runtime(Path root) throws IOException {
        Path java = root.resolve(Shape.JAVA.substring(1));
        Properties release = new Properties();
        release.load(Files.newBufferedReader(java.resolve("release")));
        return component(
                        "platform",
                        "java-runtime",
                        release.getProperty("JAVA_VERSION", "").replace("\"", ""))
                .add("description", "linked with modules " + release.getProperty("MODULES", ""))
                .add("hashes", hash(Archive.digest(Files.newInputStream(java.resolve("lib/modules")))))
                .add("properties", place(Shape.JAVA + "/lib/modules"));
    }

    private static JsonObjectBuilder library(String path, Path file) throws IOException, InterruptedException {
        String owner = owner(path);
        String[] words = owner.split(" ");
        return component("file", path.substring(path.lastIndexOf('/') + 1), words.length == 2 ? words[1] : "")
                .add("description", owner.isEmpty() ? "of the machine that made the image" : "of the package " + owner)
                .add("hashes", hash(Archive.digest(Files.newInputStream(file))))
                .add("properties", place(path));
    }

    /** The package and its version, where the machine has packages and knows. */
    private static String owner(String path) throws IOException, InterruptedException {
        try {
            String found = Program.run(Path.of("/"), Map.of("LC_ALL", "C"), List.of("dpkg-query", "-S", path));
            String name = found.substring(0, found.indexOf(": "));
            return name + " "
                    + Program.run(Path.of("/"), Map.of(), List.of("dpkg-query", "-W", "-f", "${Version}", name));
        } catch (IOException | Refused e) {
            return "";
        }
    }

    private static JsonObjectBuilder component(String type, String name, String version) {
        JsonObjectBuilder component =
                Json.createObjectBuilder().add("type", type).add("name", name);
        return version.isEmpty() ? component : component.add("version", version);
    }

    private static JsonArrayBuilder hash(String sha256) {
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("alg", "SHA-256").add("content", sha256));
    }

    private static JsonArrayBuilder place(String path) {
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("name", "x0:path").add("value", path));
    }

    /** Every digest that the inventory names. */
    static Set<String> digests(JsonObject inventory) {
        Set<String> digests = new HashSet<>();
        for (JsonValue component : inventory.getJsonArray("components"))
            for (JsonValue hash : component.asJsonObject().getJsonArray("hashes"))
                digests.add(hash.asJsonObject().getString("content"));
        return digests;
    }
}
