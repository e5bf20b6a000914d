package io.x0tta6bl4.itests.scenarios.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchFileTest {
    static Watched store() {
        return new Watched(
                "store",
                List.of("java", "-jar", "a \"quoted\" name.jar"),
                Optional.of(URI.create("http://127.0.0.1:20001/health")),
                Duration.ofMillis(500),
                Duration.ofMillis(250),
                List.of("disk"),
                List.of(Path.of("/etc/store.properties")));
    }

    @Test
    void a_process_is_written_with_its_probe_and_its_dependencies() {
        assertThat(new WatchFile().element(store()).pages(Path.of("/p.jsonl")).text())
                .isEqualTo("""
                    elements:
                      store:
                        process:
                          command: ["java", "-jar", "a \\"quoted\\" name.jar"]
                          configuration: ["/etc/store.properties"]
                        probes:
                          - http: "http://127.0.0.1:20001/health"
                            every: 500ms
                            timeout: 250ms
                        depends-on: [disk]
                    pages:
                      - file: "/p.jsonl"
                    """);
    }

    @Test
    void what_is_withheld_is_missing_from_what_is_granted() {
        String text =
                new WatchFile().withhold(List.of("process.kill")).off("ladder").text();
        assertThat(text)
                .contains("granted: [process.start")
                .doesNotContain("process.kill")
                .contains("page]");
        assertThat(text).contains("  ladder:\n    on: false\n");
    }

    @Test
    void an_element_that_was_taken_out_is_gone() {
        assertThat(new WatchFile().element(store()).without("store").text()).doesNotContain("store");
    }
}
