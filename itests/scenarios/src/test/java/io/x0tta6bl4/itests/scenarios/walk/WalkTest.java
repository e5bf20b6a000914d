package io.x0tta6bl4.itests.scenarios.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.itests.scenarios.sample.WatchFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WalkTest {
    static List<Scenario> scenarios() {
        return Walk.all();
    }

    @Test
    void scenarios_are_numbered_without_a_gap() {
        assertThat(Walk.all())
                .extracting(Scenario::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, Walk.all().size())
                        .mapToObj("S%02d"::formatted)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void the_check_that_the_twin_must_fail_is_a_check_of_the_scenario(Scenario scenario) throws IOException {
        Path source = Path.of("src/main/java", scenario.getClass().getName().replace('.', '/') + ".java");
        String name = '"' + scenario.mustFail() + '"';
        assertThat(Files.readString(source).split(java.util.regex.Pattern.quote(name), -1))
                .hasSizeGreaterThan(2);
    }

    @Test
    void a_name_finds_its_scenario_and_all_finds_every_one() {
        assertThat(Walk.named("s03")).singleElement().isInstanceOf(S03BadConfiguration.class);
        assertThat(Walk.named("all")).hasSameSizeAs(Walk.all());
        assertThat(Walk.named("S99")).isEmpty();
    }

    @Test
    void the_line_of_a_wrong_file_is_where_the_wrong_thing_stands() {
        var watch = new WatchFile();
        for (String name : List.of("store", "inventory"))
            watch.element(new io.x0tta6bl4.itests.scenarios.sample.Watched(
                    name,
                    List.of("java"),
                    Optional.of(URI.create("http://127.0.0.1:20001/health")),
                    Duration.ofMillis(500),
                    Duration.ofMillis(250),
                    name.equals("store") ? List.of() : List.of("store"),
                    List.of()));
        for (WrongFile wrong : WrongFile.all(watch.text())) {
            List<String> lines = wrong.text().lines().toList();
            assertThat(lines.get(wrong.line() - 1))
                    .as(wrong.what())
                    .matches(".*(comand|parsecs|restart|:99|  store|stroe).*");
        }
    }

    @Test
    void a_flapper_is_sick_until_its_hook_is_called() throws Exception {
        try (Flapper flapper = new Flapper()) {
            var health = new io.x0tta6bl4.itests.scenarios.sample.HttpProbe(flapper.health(), Duration.ofSeconds(2));
            assertThat(health.ask().status()).isEqualTo(200);
            Thread flap = Thread.ofVirtual().start(() -> flapper.flap(Duration.ofSeconds(30), Duration.ofMillis(1)));
            org.awaitility.Awaitility.await().until(() -> health.ask().status() == 500);
            new io.x0tta6bl4.itests.scenarios.sample.HttpProbe(flapper.hook(), Duration.ofSeconds(2)).ask();
            flap.join();
            assertThat(health.ask().ok()).isTrue();
            assertThat(flapper.calls()).isEqualTo(1);
        }
    }
}
