package io.x0tta6bl4.knowledge.provider.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightFilesTest {
    @TempDir
    Path directory;

    private Fixture fixture;

    @BeforeEach
    void fixture() throws IOException {
        fixture = Fixture.in(directory);
    }

    @Test
    void the_example_of_the_guide_is_understood_in_full() throws IOException {
        Files.createFile(directory.resolve("store.properties"));
        WatchFile file = fixture.parse(Fixture.example());

        assertThat(file.warnings()).isEmpty();
        assertThat(file.node()).contains("sample");
        assertThat(file.elements())
                .extracting(element -> element.id().value())
                .containsExactly("store", "inventory", "shop-api", "pager", "model", "machine");
        Probe.Schedule fast = new Probe.Schedule(Duration.ofMillis(500), Duration.ofMillis(250), 2, 3, 2);
        Probe.Schedule usual = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(400), 2, 3, 2);
        assertThat(file.elements().getFirst())
                .isEqualTo(new Element(
                        new ElementId("store"),
                        new Subject.Process(
                                List.of("java", "-jar", "store.jar"),
                                directory,
                                Map.of("PORT", "8081"),
                                List.of(directory.resolve("store.properties")),
                                Subject.Restart.ALWAYS,
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5)),
                        "backend",
                        "cellar",
                        Element.Origin.CONFIGURED,
                        List.of(
                                new Probe.Http(URI.create("http://127.0.0.1:8081/health"), 200, 200, "ok", fast),
                                new Probe.Tcp("127.0.0.1", 8081, usual)),
                        List.of(
                                new Threshold(
                                        "process.memory.rss",
                                        Measure.LEVEL,
                                        Direction.ABOVE,
                                        512L << 20,
                                        400L << 20,
                                        3,
                                        5,
                                        Response.HEAL),
                                new Threshold(
                                        "process.threads",
                                        Measure.CHANGE_PER_MINUTE,
                                        Direction.ABOVE,
                                        60,
                                        60,
                                        3,
                                        5,
                                        Response.PAGE),
                                new Threshold(
                                        "http.latency", Measure.LEVEL, Direction.ABOVE, 200, 50, 3, 5, Response.PAGE)),
                        Set.of(),
                        List.of()));
    }

    @Test
    void a_workload_of_a_cluster_is_read_with_its_bounds() {
        WatchFile file = fixture.parse("elements: {web: {workload: {kind: Deployment, namespace: shop, name: web,"
                + " scale: {min: 2, max: 6}, start-limit: 20s}, depends-on: [cluster-api, pod/shop/store-0]},"
                + " agent: {workload: {kind: DaemonSet, namespace: shop, name: agent}, thresholds:"
                + " [{signal: workload.container.restarts, rises-faster-than: 3}]}}");
        assertThat(file.elements())
                .extracting(Element::subject)
                .containsExactly(
                        new Subject.Workload(
                                Subject.Workload.Controller.DEPLOYMENT,
                                "shop",
                                "web",
                                java.util.Optional.of(new Subject.Workload.Scale(2, 6)),
                                Duration.ofSeconds(20)),
                        new Subject.Workload(
                                Subject.Workload.Controller.DAEMON_SET,
                                "shop",
                                "agent",
                                java.util.Optional.empty(),
                                Duration.ofSeconds(60)));
    }

    @Test
    void the_brakes_and_pages_of_the_example_are_in_the_policy() throws IOException {
        Policy policy = fixture.parse(Fixture.example()).policy();
        Brakes brakes = policy.brakes();
        Brakes usual = Brakes.defaults();
        assertThat(brakes.blastRadius()).isEqualTo(new Brakes.BlastRadius(true, 0.1, Map.of("backend", 1)));
        assertThat(brakes.dryRun()).isEqualTo(new Brakes.DryRun(false, Set.of("endpoint")));
        assertThat(brakes.privileges().granted()).containsExactlyInAnyOrder("process.start", "process.restart", "page");
        assertThat(brakes.maintenance().windows())
                .containsExactly(new Brakes.Window(LocalTime.of(2, 0), LocalTime.of(4, 0), Set.of("backend")));
        assertThat(List.of(
                        brakes.rateLimit(),
                        brakes.healthQuorum(),
                        brakes.flapDamping(),
                        brakes.coolDown(),
                        brakes.budget()))
                .isEqualTo(List.of(
                        usual.rateLimit(),
                        usual.healthQuorum(),
                        usual.flapDamping(),
                        usual.coolDown(),
                        usual.budget()));
        assertThat(policy.pages())
                .containsExactly(
                        new Policy.PageFile(directory.resolve("pages.jsonl")),
                        new Policy.PageWebhook(URI.create("http://127.0.0.1:9090/page")));
    }

    @Test
    void a_command_as_one_text_is_split_like_a_shell_would() throws IOException {
        Subject.Process process = (Subject.Process)
                fixture.parse(Fixture.example()).elements().get(1).subject();
        assertThat(process.command()).containsExactly("java", "-Dgreeting=good day", "-jar", "inventory.jar");
        assertThat(process.restart()).isEqualTo(Subject.Restart.ON_FAILURE);
        assertThat(CommandLine.split("a 'b \"c' \"d \\\"e\\n\" f\\ g ''"))
                .containsExactly("a", "b \"c", "d \"e\\n", "f g", "");
    }

    @Test
    void json_is_a_watch_file_too() {
        WatchFile file = fixture.parse(
                "{\"elements\": {\"machine\": {\"host\": {}}}, \"brakes\": {\"audit\": {\"on\": false}}}");
        assertThat(file.elements()).singleElement().extracting(Element::subject).isEqualTo(new Subject.Host());
        assertThat(file.policy().brakes().audit().on()).isFalse();
    }

    @Test
    void a_certificate_is_a_file_beside_the_watch_file_and_may_say_whose_it_is() {
        WatchFile file = fixture.parse("""
            elements:
              shop:
                certificate: { file: shop/svid.pem, svid: /shop }
              theirs:
                certificate: { file: /etc/theirs.pem }
            """);
        assertThat(file.elements().get(0).subject()).isInstanceOfSatisfying(Subject.Certificate.class, shop -> {
            assertThat(shop.file().isAbsolute()).isTrue();
            assertThat(shop.file().toString()).endsWith("shop/svid.pem");
            assertThat(shop.svid()).isEqualTo("/shop");
        });
        assertThat(file.elements().get(0).elementClass()).isEqualTo("certificate");
        assertThat(file.elements().get(1).subject())
                .isEqualTo(new Subject.Certificate(java.nio.file.Path.of("/etc/theirs.pem"), ""));
    }

    @Test
    void every_brake_can_be_switched_off() {
        for (Shape.Field brake : BrakesSchema.TABLE.fields()) {
            String text = brake.key().equals("dry-run") ? "all: true" : "on: false";
            Policy policy = fixture.parse("brakes: {" + brake.key() + ": {" + text + "}}")
                    .policy();
            assertThat(policy).as(brake.key()).isNotEqualTo(Policy.defaults());
        }
    }

    @Test
    void falling_is_a_negative_change() {
        Threshold threshold = fixture.parse(
                        "elements: {m: {host: {}, thresholds: [{signal: host.load, falls-faster-than: 50%, clear:"
                                + " 0.2}]}}")
                .elements()
                .getFirst()
                .thresholds()
                .getFirst();
        assertThat(threshold)
                .isEqualTo(new Threshold(
                        "host.load", Measure.CHANGE_PER_MINUTE, Direction.BELOW, -0.5, -0.2, 3, 5, Response.PAGE));
    }

    @Test
    void an_anchor_saves_writing_the_same_twice() {
        WatchFile file = fixture.parse("""
            elements:
              a: {endpoint: {}, probes: &usual [{tcp: "127.0.0.1:1"}]}
              b: {endpoint: , probes: *usual}
            """);
        assertThat(file.elements())
                .extracting(Element::probes)
                .containsOnly(file.elements().getFirst().probes());
    }

    @Test
    void what_is_doubtful_is_said_and_taken() {
        WatchFile file = fixture.parse("""
            elements:
              a:
                process: {command: java, configuration: [missing.properties]}
                probes: [{tcp: "127.0.0.1:1", every: 1s, timeout: 900ms}]
                class: backend
            brakes: {blast-radius: {minimum-serving: {backnd: 1}}}
            """);
        assertThat(file.warnings())
                .extracting(warning -> warning.in("w.yaml"))
                .containsExactly(
                        "w.yaml:3:46: configuration: " + directory.resolve("missing.properties") + " does not exist",
                        "w.yaml:4:55: timeout: more than half of every; a hang may take longer than two periods to be"
                                + " seen",
                        "w.yaml:6:43: no element of this file is of class 'backnd', did you mean 'backend'?");
    }

    @Test
    void ten_thousand_elements_in_one_chain_are_read() {
        StringBuilder text = new StringBuilder("elements:\n");
        for (int n = 0; n < 10_000; n++)
            text.append(" e")
                    .append(n)
                    .append(": {host: {}")
                    .append(n == 9_999 ? "" : ", depends-on: [e" + (n + 1) + "]")
                    .append("}\n");
        assertThat(fixture.parse(text.toString()).elements()).hasSize(10_000);
    }
}
