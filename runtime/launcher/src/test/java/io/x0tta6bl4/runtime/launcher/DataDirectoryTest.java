package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path directory;

    /** Another process that takes the lock, says so and waits for its standard input to end. */
    static final class Holder {
        public static void main(String[] words) throws Exception {
            try (DataDirectory held = DataDirectory.open(Path.of(words[0]))) {
                System.out.println("held " + held.path());
                while (System.in.read() >= 0) {
                    // until the test ends it
                }
            }
        }
    }

    private static Process holder(Path data) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("held " + data);
        return process;
    }

    @Test
    void a_new_directory_is_for_its_owner_only() throws Exception {
        Path data = directory.resolve("a/b/node");
        try (DataDirectory opened = DataDirectory.open(data)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened.path())))
                    .isEqualTo("rwx------");
            assertThat(Files.readString(data.resolve("lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_second_node_is_refused_and_told_who_holds_the_directory() throws Exception {
        Path data = directory.resolve("node");
        Process holder = holder(data);
        try {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> DataDirectory.open(data))
                    .withMessageContaining("belongs to a node that is running (pid " + holder.pid() + ")")
                    .withMessageContaining("--data DIR");
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void the_lock_of_a_killed_node_is_no_obstacle() throws Exception {
        Path data = directory.resolve("node");
        Process holder = holder(data);
        holder.destroyForcibly();
        assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();

        try (DataDirectory opened = DataDirectory.open(data)) {
            assertThat(Files.readString(opened.path().resolve("lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_directory_with_other_files_in_it_is_left_alone() throws Exception {
        Files.writeString(directory.resolve("letter.txt"), "dear");
        var before = Files.getPosixFilePermissions(directory);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> DataDirectory.open(directory))
                .withMessageContaining("neither empty nor the data directory of a node");
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(before);
    }

    @Test
    void a_file_is_no_data_directory() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageContaining("The data directory " + file + " cannot be made");
    }
}
