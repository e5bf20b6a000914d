package io.x0tta6bl4.execute.provider.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The self-test: replaces a file of its own and reads both contents back. */
final class FileTrial {
    private FileTrial() {}

    static String run() throws IOException {
        Path directory = Files.createTempDirectory("x0-file-self-test");
        try {
            return on(new ConfigurationFile(directory.resolve("sample.properties")));
        } finally {
            try (var all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).forEach(FileTrial::delete);
            }
        }
    }

    private static String on(ConfigurationFile file) throws IOException {
        Files.writeString(file.path(), "bad");
        Path aside = file.keepAside(Files.readAllBytes(file.path()));
        file.write("good".getBytes(StandardCharsets.UTF_8));
        if (!Files.readString(file.path()).equals("good")
                || !Files.readString(aside).equals("bad"))
            throw new IOException(
                    "read back other content than was written in " + file.path().getParent());
        return "replaced, kept and read back";
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
