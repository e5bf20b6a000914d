package io.x0tta6bl4.runtime.image;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code build --dist DIR --jdk DIR --classes FILE --version V --out FILE [--also NAMES] [--limit MB]} and
 * {@code verify --out FILE [--limit MB]}.
 */
public final class Main {
    private Main() {}

    /** Ends with 0, 1 for a failure or 2 for words that were not understood. */
    public static void main(String[] words) throws IOException, InterruptedException {
        System.exit(run(words));
    }

    static int run(String... words) throws IOException, InterruptedException {
        try {
            switch (words.length == 0 ? "" : words[0]) {
                case "build" ->
                    System.out.println(
                            build(options(List.of("--dist", "--jdk", "--classes", "--version", "--out"), words)));
                case "verify" -> {
                    Map<String, String> options = options(List.of("--out"), words);
                    Path file = Path.of(options.get("--out")).toAbsolutePath();
                    System.out.println(verify(file, file, limit(options)));
                }
                default -> {
                    System.err.println("x0: 'image' knows build and verify.");
                    return 2;
                }
            }
            return 0;
        } catch (Refused e) {
            System.err.println("x0: " + e.getMessage());
            return 1;
        }
    }

    private static Map<String, String> options(List<String> needed, String... words) throws Refused {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < words.length; i += 2) options.put(words[i], words[i + 1]);
        for (String name : needed)
            if (!options.containsKey(name)) throw new Refused("'image " + words[0] + "' needs " + name);
        return options;
    }

    /** Bytes that an image may take on disk. */
    static long limit(Map<String, String> options) throws Refused {
        String megabytes = options.get("--limit");
        if (megabytes == null) return Shape.SIZE_LIMIT;
        if (!megabytes.matches("[1-9][0-9]{0,3}"))
            throw new Refused("--limit is a number of megabytes from 1 to 9999, and not '" + megabytes + "'");
        return Long.parseLong(megabytes) * 1_000_000;
    }

    private static String build(Map<String, String> options) throws IOException, InterruptedException, Refused {
        long limit = limit(options);
        Path out = Path.of(options.get("--out")).toAbsolutePath();
        Path work = out.resolveSibling("work");
        delete(work);
        Files.createDirectories(work);
        Path root = work.resolve("root");
        new RootTree(root)
                .lay(
                        new Distribution(Path.of(options.get("--dist")).toAbsolutePath()),
                        Arrays.stream(options.getOrDefault("--also", "").split(","))
                                .filter(name -> !name.isBlank())
                                .toList(),
                        Path.of(options.get("--jdk")).toAbsolutePath(),
                        Path.of(options.get("--classes")).toAbsolutePath());
        Path made = work.resolve(out.getFileName());
        String version = options.get("--version");
        String digest = new Layers(root)
                .write(made, "localhost/x0tta6bl4:" + version.toLowerCase(), version, work.resolve("cache"));
        JsonObject inventory = Inventory.of(
                root, NativeLibraries.of(root.resolve(Shape.JAVA.substring(1))), "x0tta6bl4", version, digest);
        Files.writeString(inventoryOf(made), inventory + "\n");
        try {
            verify(made, out, limit);
            Files.move(inventoryOf(made), inventoryOf(out), StandardCopyOption.REPLACE_EXISTING);
            Files.move(made, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            delete(work);
        }
        return verify(out, out, limit);
    }

    static Path inventoryOf(Path image) {
        return image.resolveSibling(image.getFileName() + ".cdx.json");
    }

    /** One sentence about a good image. */
    static String verify(Path file, Path name, long limit) throws IOException, Refused {
        Archive image = Archive.read(file);
        Path beside = inventoryOf(file);
        if (!Files.isRegularFile(beside)) throw new Refused("there is no inventory " + beside + " beside the image");
        JsonObject inventory;
        try (var reader = Json.createReader(Files.newBufferedReader(beside))) {
            inventory = reader.readObject();
        }
        List<String> findings = Verification.findings(image, inventory, limit);
        if (!findings.isEmpty())
            throw new Refused(name + " is not an image as it should be:\n  " + String.join("\n  ", findings));
        return "image    " + name + "\ndigest   " + image.digest() + "\nsize     "
                + image.size() / 1_000_000 + " MB on disk, " + Files.size(file) / 1_000_000 + " MB as archive, "
                + image.files().size() + " files\nuser     " + image.setting("User")
                + ", one volume " + Shape.VOLUME + ", no shell, no stub\ninventory "
                + inventory.getJsonArray("components").size() + " components in " + beside.getFileName();
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
