package io.x0tta6bl4.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The root of the image as a directory of this machine: a C library, a Java runtime, a node, an empty volume. */
final class RootTree {
    private final Path root;

    RootTree(Path root) {
        this.root = root;
    }

    private Path at(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** Lays everything out; the archive of classes comes last, as it knows the jars by size and time. */
    void lay(Distribution distribution, List<String> also, Path jdk, Path classes)
            throws IOException, InterruptedException, Refused {
        Files.createDirectories(root);
        JavaRuntime.link(jdk, at(Shape.JAVA));
        SortedMap<String, Path> libraries = NativeLibraries.of(at(Shape.JAVA));
        for (Map.Entry<String, Path> library : libraries.entrySet()) copy(library.getValue(), at(library.getKey()));
        for (Path file : distribution.chosen(also))
            copy(distribution.home().resolve(file), at(Shape.HOME).resolve(file));
        accounts();
        Files.createDirectories(at(Shape.VOLUME));
        List<String> tuning = distribution.javaOptions();
        arguments(tuning);
        age();
        ClassArchive.make(root, classes, tuning);
        age();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private void accounts() throws IOException {
        String id = Shape.USER.split(":")[0];
        write("/etc/passwd", "root:x:0:0::/:/none\nx0:x:" + id + ":" + id + "::" + Shape.VOLUME + ":/none\n");
        write("/etc/group", "root:x:0:\nx0:x:" + id + ":\n");
        write("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    /** Argument files of the Java launcher stand where a shell script would. */
    private void arguments(List<String> tuning) throws IOException {
        List<String> run =
                new ArrayList<>(List.of("--sun-misc-unsafe-memory-access=deny", "--enable-native-access=ALL-UNNAMED"));
        run.addAll(tuning);
        run.addAll(List.of(
                "-XX:SharedArchiveFile=" + ClassArchive.PLACE,
                "-Xshare:auto",
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + Shape.VOLUME,
                "-Dx0.home=" + Shape.HOME,
                "-cp",
                ClassArchive.classPath(root),
                "io.x0tta6bl4.runtime.launcher.Main",
                "run",
                "--data",
                Shape.DATA,
                "--http",
                "0.0.0.0:" + Shape.HEALTH,
                "--no-console"));
        write(Shape.HOME + "/run", String.join("\n", run) + "\n");
        String launcher = List.of(ClassArchive.classPath(root).split(":")).stream()
                .filter(jar -> jar.contains("runtime.launcher"))
                .findFirst()
                .orElse("");
        write(
                Shape.HOME + "/ask",
                String.join(
                                "\n",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-Xmx64m",
                                "-cp",
                                launcher,
                                "io.x0tta6bl4.runtime.launcher.ExecClient")
                        + "\n");
    }

    private void write(String absolute, String text) throws IOException {
        Files.createDirectories(at(absolute).getParent());
        Files.writeString(at(absolute), text);
    }

    private void age() throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) Files.setLastModifiedTime(file, FileTime.from(Shape.TIME));
        }
    }
}
