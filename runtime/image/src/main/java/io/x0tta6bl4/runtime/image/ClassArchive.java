package io.x0tta6bl4.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ahead-of-time archive of classes, made by the runtime of the image inside the root of the image, out of a recorded list
 * of what a node loads. A list and not a run, and the interpreter and not compilers in threads of their own: so the same
 * inputs give the same bytes.
 */
final class ClassArchive {
    /** Where it lies in the image. */
    static final String PLACE = Shape.HOME + "/lib/x0.jsa";

    private ClassArchive() {}

    static void make(Path root, Path classes, List<String> tuning) throws IOException, InterruptedException, Refused {
        Path list = root.resolve("classes.lst");
        Path proc = root.resolve("proc");
        Files.copy(classes, list);
        Files.createDirectories(proc);
        Path output = root.resolve(PLACE.substring(1));
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "--mount-proc=/proc", "--root=" + root));
        if (!isRoot()) command.addAll(1, List.of("--user", "--map-root-user"));
        command.add(Shape.JAVA + "/bin/java");
        command.addAll(
                List.of("-Xshare:dump", "-XX:SharedClassListFile=/classes.lst", "-XX:SharedArchiveFile=" + PLACE));
        command.addAll(
                tuning.stream().filter(o -> !o.contains("TieredStopAtLevel")).toList());
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=deny",
                "--enable-native-access=ALL-UNNAMED",
                "-Xint",
                "-Xlog:disable",
                "-cp",
                classPath(root)));
        try {
            Program.run(root, Map.of(), command);
        } catch (IOException e) {
            throw new Refused("the archive of classes is made inside the image's own root, which needs 'unshare'"
                    + " (util-linux): " + e.getMessage());
        } finally {
            Files.delete(list);
            Files.delete(proc);
        }
        if (!Files.isRegularFile(output)) throw new Refused("the runtime made no " + PLACE);
        output.toFile().setReadable(true, false);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The jars of the launcher, in the one order that the archive and the node have to share. */
    static String classPath(Path root) throws IOException {
        Path home = root.resolve(Shape.HOME.substring(1));
        try (var files = Files.list(home.resolve("lib"))) {
            return String.join(
                    ":",
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .map(name -> Shape.HOME + "/lib/" + name)
                            .toList());
        }
    }
}
