package io.x0tta6bl4.knowledge.provider.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Model;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The check runs in a process of its own with only the jars it says it needs. */
class WatchFileCheckTest {
    @TempDir
    Path directory;

    @Test
    void a_right_file_ends_with_0_and_a_wrong_one_with_2() throws Exception {
        Path right = Files.writeString(directory.resolve("right.yaml"), "elements: {machine: {host: {}}}\n");
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "elements: {machine: {hots: {}}}\n");

        assertThat(check(right.toString())).isEqualTo("0\n" + right + ": right, 1 elements\n");
        assertThat(check(wrong.toString()))
                .startsWith("2\n" + wrong + ":1:21: machine: needs exactly one of")
                .contains(wrong + ":1:22: unknown key 'hots', did you mean 'host'?; allowed here: process,")
                .doesNotContain("\tat ");
        assertThat(check()).isEqualTo("2\nwhich file? give one path: WatchFileCheck FILE\n");
    }

    private String check(String... arguments) throws Exception {
        String classPath = String.join(
                File.pathSeparator, home(WatchFileCheck.class), home(Model.class), home(LoadSettings.class));
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(program, "-cp", classPath, WatchFileCheck.class.getName());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + "\n" + output;
    }

    private static String home(Class<?> type) throws URISyntaxException, IOException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toRealPath()
                .toString();
    }
}
