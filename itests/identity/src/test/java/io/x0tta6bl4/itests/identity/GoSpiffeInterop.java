package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** go-spiffe, unmodified, against the Workload API; {@code x0 interop spiffe} builds the program and names it. */
class GoSpiffeInterop {
    @Test
    void go_spiffe_fetches_verifies_follows_and_validates(@TempDir Path folder) throws Exception {
        Path program = Path.of(System.getProperty("x0.go.client")).toRealPath();
        try (Node node = new Node(folder, "example.org", Duration.ofSeconds(6))) {
            node.register(Myself.program("/go", program));
            ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
            builder.environment().put("SPIFFE_ENDPOINT_SOCKET", "unix://" + node.socket);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.print(said);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said.lines().filter(line -> line.startsWith("held "))).hasSize(12);
        }
    }
}
