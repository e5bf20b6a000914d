package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.sample.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system in memory; only root can mount one. */
final class SmallDisk {
    private static final long WRITE_LIMIT = 1L << 30;
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one on a directory and unmounts it with the stage, after the node has ended. */
    static SmallDisk mount(Stage stage, Path directory, int mebibytes) throws Exception {
        if (!"root".equals(System.getProperty("user.name")))
            throw new NotRun("needs root, because it mounts a file system of " + mebibytes + " MiB");
        Files.createDirectories(directory);
        if (run(List.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString())) != 0)
            throw new NotRun("mounting a tmpfs is not allowed here, not even for root");
        stage.closeLater(() -> run(List.of("umount", "-l", directory.toString())));
        return new SmallDisk(directory);
    }

    /** Leaves no block free. */
    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long written = 0; written < WRITE_LIMIT; written += block.length) out.write(block);
        } catch (IOException e) {
            if (Files.getFileStore(directory).getUsableSpace() >= block.length) throw e;
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
