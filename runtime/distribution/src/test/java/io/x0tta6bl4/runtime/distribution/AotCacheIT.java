package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM runs what a jar was when the cache was made, whatever it is now: {@code bin/x0} has to look. */
class AotCacheIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("x0.dist"));

    @TempDir
    Path home;

    @BeforeEach
    void a_distribution_with_a_cache_of_its_jars() throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(DISTRIBUTION.resolve("bin/x0"), home.resolve("bin/x0"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(DISTRIBUTION.resolve("conf/node.properties"), home.resolve("conf/node.properties"));
        try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("lib"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList())
                Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
        }
        Files.writeString(home.resolve("lib/x0.aot"), "no cache that a JVM would take, and it passes over it");
        said("bash", "-c", "cd lib && cksum ./*.jar > x0.aot.sums");
    }

    private String said(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private String started() throws IOException, InterruptedException {
        return said(home.resolve("bin/x0").toString(), "run", "--no-such-option");
    }

    @Test
    void the_cache_of_these_jars_is_used_without_a_word() throws Exception {
        assertThat(started()).contains("--no-such-option").doesNotContain("x0.aot");
    }

    @Test
    void a_cache_of_other_jars_is_left_aside_and_that_is_said() throws Exception {
        List<Path> jars;
        try (Stream<Path> all = Files.list(home.resolve("lib"))) {
            jars = all.filter(file -> file.getFileName().toString().startsWith("j"))
                    .sorted()
                    .toList();
        }
        Files.copy(jars.getFirst(), jars.getLast(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(started()).contains("--no-such-option", "x0.aot was made from other jars", "left aside");
    }

    @Test
    void so_is_one_of_which_nobody_knows_what_it_was_made_from() throws Exception {
        Files.delete(home.resolve("lib/x0.aot.sums"));

        assertThat(started()).contains("left aside");
    }
}
