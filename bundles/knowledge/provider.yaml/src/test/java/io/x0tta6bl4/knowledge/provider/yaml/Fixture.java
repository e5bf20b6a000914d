package io.x0tta6bl4.knowledge.provider.yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory with one program on its own PATH, so that tests do not depend on the machine. */
record Fixture(Path directory, Surroundings surroundings) {
    static final Path DOCS =
            Path.of("../../../docs/guides/watch-file.md").toAbsolutePath().normalize();

    static Fixture in(Path directory) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path java = bin.resolve("java");
        if (Files.notExists(java)) Files.createFile(java);
        if (!java.toFile().setExecutable(true)) throw new IOException(java + " cannot be made executable");
        return new Fixture(directory, new Surroundings(directory, bin.toString()));
    }

    WatchFile parse(String text) {
        return WatchFileReader.parse("w.yaml", text.getBytes(StandardCharsets.UTF_8), surroundings);
    }

    /** The example of the guide, whole. */
    static String example() throws IOException {
        String guide = Files.readString(DOCS);
        int from = guide.indexOf("```yaml\n") + "```yaml\n".length();
        return guide.substring(from, guide.indexOf("```", from));
    }
}
