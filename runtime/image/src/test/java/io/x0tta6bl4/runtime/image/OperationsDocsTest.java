package io.x0tta6bl4.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/operations: what a build can run is run here, each other one is named with what runs it. */
class OperationsDocsTest {
    private static final Path ROOT = Path.of("../..");

    private static final String SYSTEMD =
            "nobody in the build: ./x0 interop systemd, which runs every command of two pages";

    /** By how a command begins: who runs it. Nobody in the build: it needs root, podman or systemd. */
    private static final Map<String, String> RUN_BY = Map.ofEntries(
            Map.entry("kubectl kustomize ", "here"),
            Map.entry("systemd-analyze verify ", "here"),
            Map.entry("x0 backup ", "BackupIT"),
            Map.entry("x0 restore ", "BackupIT"),
            Map.entry("sudo -u x0 X0_DATA=/var/lib/x0tta6bl4/node /opt/x0tta6bl4/bin/x0 backup ", "BackupIT"),
            Map.entry("sudo -u x0 X0_DATA=/var/lib/x0tta6bl4/node /opt/x0tta6bl4/bin/x0 readiness", "NodeIT"),
            Map.entry("./x0 feature keygen ", "FileSigningTest"),
            Map.entry("./x0 image ", "nobody in the build: ./x0 image build, verify"),
            Map.entry("./x0 interop container", "nobody in the build: itself"),
            Map.entry("./x0 stage ", "nobody in the build: ./x0 stage smoke"),
            Map.entry("podman ", "nobody in the build: ./x0 interop container page"),
            Map.entry("localhost/x0tta6bl4:", "nobody in the build: ./x0 interop container page"),
            Map.entry("--stop-timeout ", "nobody in the build: ./x0 interop container page"),
            Map.entry("tar ", SYSTEMD),
            Map.entry("ln ", SYSTEMD),
            Map.entry("useradd ", SYSTEMD),
            Map.entry("install ", SYSTEMD),
            Map.entry("cp ", SYSTEMD),
            Map.entry("systemctl ", SYSTEMD));

    @TempDir
    Path work;

    @Test
    void every_command_is_named_with_who_runs_it() throws IOException {
        assertThat(commands())
                .hasSizeGreaterThan(25)
                .allSatisfy(command -> assertThat(RUN_BY.keySet()).as(command).anyMatch(command::startsWith));
    }

    @Test
    void each_overlay_that_is_named_builds() throws Exception {
        assumeThat(onPath("kubectl")).isTrue();
        for (String command : commands()) {
            if (!command.startsWith("kubectl kustomize ")) continue;
            Path overlay = ROOT.resolve(command.split(" ")[2]);
            String built = Program.run(
                    work,
                    Map.of(),
                    List.of("kubectl", "kustomize", overlay.toRealPath().toString()));
            assertThat(built).contains("image: localhost/x0tta6bl4:");
        }
    }

    @Test
    void the_unit_is_understood_by_systemd() throws Exception {
        assumeThat(onPath("systemd-analyze")).isTrue();
        String unit = Files.readString(ROOT.resolve("runtime/systemd/x0tta6bl4.service"));
        Path copy = work.resolve("x0tta6bl4.service");
        Files.writeString(copy, unit.replace("/opt/x0tta6bl4/bin/x0", "/bin/true"));

        String said = Program.run(work, Map.of(), List.of("systemd-analyze", "verify", "--man=no", copy.toString()));

        assertThat(said.lines().filter(line -> line.contains("x0tta6bl4.service")))
                .isEmpty();
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/operations"))) {
            for (Path file : files.sorted().toList())
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("    "))
                        .map(line -> line.strip().replaceFirst("\\s+#.*", ""))
                        .forEach(commands::add);
        }
        return commands;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
