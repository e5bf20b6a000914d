package io.x0tta6bl4.knowledge.provider.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong file carries the mark § where its one error stands; the message is asserted word for word. */
class WrongFilesTest {
    private static final String HOST = "elements: {m: {host: {}, ";
    private static final String PROBED = "elements: {e: {endpoint: {}, probes: [{";
    private static final String PROCESS = "elements: {p: {process: {";
    private static final String NAMES = "1 to 200 letters, digits and . _ - / : @ $, beginning with a letter or digit";

    @TempDir
    Path directory;

    private Fixture fixture;

    @BeforeEach
    void fixture() throws IOException {
        fixture = Fixture.in(directory);
        Files.createFile(directory.resolve("plain.txt"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({
        "texts",
        "trees",
        "elements",
        "processes",
        "probes",
        "thresholds",
        "dependencies",
        "policies",
        "workloads"
    })
    void a_wrong_file_is_refused_with_place_finding_and_what_is_allowed(String marked, String message) {
        Place place = Place.of(marked, marked.indexOf('§'));
        String expected = message.replace("$DIR", directory.toString());
        assertThat(marked).containsOnlyOnce("§");
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> fixture.parse(marked.replace("§", "")))
                .withMessage(new Problem(place, expected).in("w.yaml"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("§", "the file is empty; a watch file begins for example with 'elements:'"),
                arguments("§# only a remark\n", "the file is empty; a watch file begins for example with 'elements:'"),
                arguments("elements:\n§\tm: {host: {}}\n", "a tab; YAML is indented with spaces only"),
                arguments("elements: {}\n---\n§node: b\n", "a second document; a watch file is one"),
                arguments("node: §!!str a", "tag 'tag:yaml.org,2002:str'; a watch file has no tags"),
                arguments(
                        "node: \"a§",
                        "not readable as YAML: found unexpected end of stream (while scanning a quoted scalar)"),
                arguments(
                        "node: §\u0007",
                        "a character that YAML does not allow, U+0007; write it as an escape in double quotes"),
                arguments("node: §*nobody", "alias '*nobody' names no anchor that ends before it"),
                arguments("elements: &all {m: §*all}", "alias '*all' names no anchor that ends before it"),
                arguments("[".repeat(33) + "§" + "[".repeat(100_000), "nested deeper than 32 levels"));
    }

    static Stream<Arguments> workloads() {
        String workload = "elements: {w: {workload: {";
        return Stream.of(
                arguments(
                        workload + "kind: §Deploymnt, namespace: n, name: w}}}",
                        "kind: 'Deploymnt' is not a kind of workload, did you mean 'Deployment'?; allowed: Deployment,"
                                + " StatefulSet, DaemonSet"),
                arguments(
                        "elements: {w: {workload: §{kind: Deployment, name: w}}}",
                        "workload: 'namespace' is missing: namespace that it lives in"),
                arguments(
                        workload + "kind: Deployment, namespace: n, name: §../w}}}",
                        "name: '../w' is no name in a cluster; allowed: " + Scalars.CLUSTER_NAME.allowed()),
                arguments(
                        workload + "kind: Deployment, namespace: n, name: w, scale: {min: §5, max: 2}}}}",
                        "min: 5 is more than max, 2; need min <= max"),
                arguments(
                        workload + "kind: Deployment, namespace: n, name: w, scale: {min: §-1, max: 2}}}}",
                        "min: -1 is out of range; allowed: a whole number from 0 to 10000"),
                arguments(
                        workload + "kind: DaemonSet, namespace: n, name: w, scale: §{min: 1, max: 2}}}}",
                        "scale: a DaemonSet has a pod on each node and is not scaled; leave it out"),
                arguments(
                        workload
                                + "kind: Deployment, namespace: n, name: w}}, v: {workload: {kind: Deployment,"
                                + " namespace: n, name: §w}}}",
                        "name: Deployment n/w is managed already; first at line 1, column 65"));
    }

    static Stream<Arguments> trees() {
        return Stream.of(
                arguments("§just a text", "watch file: found 'just a text' where a watch file belongs"),
                arguments("§- a\n- b\n", "watch file: found a list where a watch file belongs"),
                arguments(
                        "§element: {}",
                        "unknown key 'element', did you mean 'elements'?; allowed here: $schema, node, elements,"
                                + " brakes, identities, pages"),
                arguments("elements:§ ", "elements: found nothing where a mapping of names to elements belongs"),
                arguments("node: a\n§node: b\n", "'node' is there twice; first at line 1, column 1"),
                arguments(
                        "elements:\n  m: {host: {}}\n  §m: {host: {}}\n",
                        "'m' is there twice; first at line 2, column 3"),
                arguments("? §[a, b]\n: c\n", "a key that is no text"));
    }

    static Stream<Arguments> elements() {
        return Stream.of(
                arguments("elements: {§-a: {host: {}}}", "elements: '-a' is no name of an element; allowed: " + NAMES),
                arguments(
                        "elements: {m: §{}}",
                        "m: needs exactly one of process, endpoint, bundle, component, certificate, host, workload;"
                                + " found none"),
                arguments(
                        "elements: {m: §{host: {}, bundle: b}}",
                        "m: needs exactly one of process, endpoint, bundle, component, certificate, host, workload;"
                                + " found host and bundle"),
                arguments(
                        "elements: {c: {certificate: {file: a.pem, svid: §shop}}}",
                        "certificate: 'shop' is no path of an identity; write for example /web"),
                arguments("elements: {m: §host}", "m: found 'host' where the description of an element belongs"),
                arguments("elements: {m: {host: {§name: x}}}", "unknown key 'name'; no key is allowed here"),
                arguments(
                        "elements: {e: {endpoint: §{}}}",
                        "endpoint: needs at least one probe, query or service, nothing else looks at it"),
                arguments(
                        "elements: {c: {component: §{bundle: b}}}",
                        "component: 'name' is missing: name of the component"),
                arguments(
                        HOST + "queries: [{prometheus: 'http://h:1', query: up, signal: §errors}]}}",
                        "signal: 'errors' does not begin with x-; allowed: for example x-errors"),
                arguments(
                        HOST + "queries: [{prometheus: 'http://h:1', query: up, signal: x-a}, "
                                + "{prometheus: 'http://h:1', query: up, signal: §x-a}]}}",
                        "signal: 'x-a' comes from another query already"),
                arguments(
                        HOST + "queries: [§{prometheus: 'http://h:1', signal: x-a}]}}",
                        "queries: 'query' is missing: PromQL that gives one number: a scalar, or a vector of one"
                                + " series"),
                arguments(HOST + "service: §''}}", "service: the text is blank; allowed: a text that is not blank"),
                arguments(HOST + "class: §''}}", "class: the text is blank; allowed: a text that is not blank"),
                arguments(
                        HOST + "hooks: §http://127.0.0.1/}}",
                        "hooks: found 'http://127.0.0.1/' where a list of addresses belongs"),
                arguments(
                        HOST + "hooks: [§'ftp://127.0.0.1/']}}",
                        "hooks: 'ftp://127.0.0.1/' is neither http nor https; allowed: " + Scalars.URL.allowed()));
    }

    static Stream<Arguments> processes() {
        return Stream.of(
                arguments(
                        "elements: {p: {process: §{restart: never}}}",
                        "process: 'command' is missing: program and arguments, as a list or as one text split like a"
                                + " shell would"),
                arguments(PROCESS + "command: §[]}}}", "command: the list is empty; a process needs a program"),
                arguments(PROCESS + "command: §' '}}}", "command: the command is empty"),
                arguments(PROCESS + "command: §'java \"x'}}}", "command: a quote (\") is not closed"),
                arguments(PROCESS + "command: §['', x]}}}", "command: the program is empty"),
                arguments(
                        PROCESS + "command: §jvaa}}}",
                        "command: program 'jvaa' is not on PATH ($DIR/bin); allowed: a program on PATH, an absolute"
                                + " path, or one with / relative to the directory"),
                arguments(
                        PROCESS + "command: §./gone}}}",
                        "command: program './gone' is not there: $DIR/gone does not exist"),
                arguments(PROCESS + "command: §./bin}}}", "command: program './bin' is no file: $DIR/bin"),
                arguments(
                        PROCESS + "command: §./plain.txt}}}",
                        "command: program './plain.txt' may not be executed; allowed: chmod +x $DIR/plain.txt"),
                arguments(PROCESS + "command: java, directory: §gone}}}", "directory: $DIR/gone is no directory"),
                arguments(
                        PROCESS + "command: java, restart: §alway}}}",
                        "restart: 'alway' is not a way to restart, did you mean 'always'?; allowed: always,"
                                + " on-failure, never"),
                arguments(
                        PROCESS + "command: java, start-limit: §20}}}",
                        "start-limit: '20' has no unit; allowed: " + Units.DURATION),
                arguments(
                        PROCESS + "command: java, stop-limit: §0s}}}",
                        "stop-limit: '0s' is not longer than zero; allowed: " + Units.DURATION),
                arguments(
                        PROCESS + "command: java, environment: {§A=B: c}}}}",
                        "environment: 'A=B' is no name of a variable; allowed: a text without = and blanks, for"
                                + " example PORT"),
                arguments(
                        PROCESS + "command: java, environment: {PORT: §[1]}}}}",
                        "PORT: found a list where a text belongs; allowed: any text"),
                arguments(
                        PROCESS + "§comand: x, command: java}}}",
                        "unknown key 'comand', did you mean 'command'?; allowed here: command, directory, environment,"
                                + " configuration, restart, start-limit, stop-limit"));
    }

    static Stream<Arguments> probes() {
        return Stream.of(
                arguments(
                        "elements: {e: {endpoint: {}, probes: [§{every: 1s}]}}",
                        "probes: needs exactly one of http, tcp; found none"),
                arguments(
                        PROBED + "tcp: §'127.0.0.1:70000'}]}}",
                        "tcp: '127.0.0.1:70000' has port 70000, out of range; allowed: host:port, port 1-65535, for"
                                + " example 127.0.0.1:8081"),
                arguments(
                        PROBED + "tcp: §8081}]}}",
                        "tcp: '8081' is no host with a port; allowed: host:port, port 1-65535, for example"
                                + " 127.0.0.1:8081"),
                arguments(
                        PROBED + "http: §'http://127.0.0.1:65536/'}]}}",
                        "http: 'http://127.0.0.1:65536/' has port 65536, out of range; allowed: "
                                + Scalars.URL.allowed()),
                arguments(
                        PROBED + "http: §'http:///x'}]}}",
                        "http: 'http:///x' has no host; allowed: " + Scalars.URL.allowed()),
                arguments(
                        PROBED + "tcp: 'h:1', every: §5 parsecs}]}}",
                        "every: '5 parsecs' has the unit 'parsecs', which is none of a duration; allowed: "
                                + Units.DURATION),
                arguments(
                        PROBED + "tcp: 'h:1', failures: §3 of 2}]}}",
                        "failures: '3 of 2' is out of range; allowed: N of M with 1 <= N <= M <= 1000, for example 2"
                                + " of 3"),
                arguments(
                        PROBED + "tcp: 'h:1', successes: §0}]}}",
                        "successes: 0 is out of range; allowed: a whole number from 1 to 1000"),
                arguments(
                        PROBED + "tcp: 'h:1', §status: 200}]}}",
                        "status: is for http probes only, this is a tcp probe"),
                arguments(
                        PROBED + "http: 'http://h/', status: §299-200}]}}",
                        "status: '299-200' is out of range; allowed: a status or a range of them within 100-599, for"
                                + " example 200 or 200-299"),
                arguments(
                        "elements: {e: {endpoint: {}, probes: [{tcp: 'h:1'}, §{tcp: 'h:1'}]}}",
                        "probes: this probe is there twice"));
    }

    static Stream<Arguments> thresholds() {
        String list = "http.latency, http.status, process.cpu.utilization, process.memory.rss,"
                + " process.open_file_descriptors, process.threads, tcp.latency, workload.container.restarts,"
                + " workload.replicas.ready, workload.replicas.wanted, or a name beginning with x-";
        String known = "certificate.remaining, host.cpu.utilization, host.disk.utilization, host.load,"
                + " host.memory.utilization, "
                + list;
        return Stream.of(
                arguments(
                        HOST + "thresholds: [{signal: §host.laod, above: 1}]}}",
                        "signal: 'host.laod' is no measured signal, did you mean 'host.load'?; allowed: " + known),
                arguments(
                        HOST + "thresholds: [{signal: §process.memory.rss, above: 1GiB}]}}",
                        "signal: 'process.memory.rss' is never measured here, this element is no process"),
                arguments(
                        HOST + "thresholds: [{signal: §http.latency, above: 1s}]}}",
                        "signal: 'http.latency' is never measured here, this element has no http probe"),
                arguments(
                        HOST + "thresholds: [{signal: host.load, above: §2GiB}]}}",
                        "above: '2GiB' has the unit 'GiB', which is none of a percentage; allowed for host.load: a"
                                + " percentage or a number, for example 80% or 0.8"),
                arguments(
                        PROCESS + "command: java}, thresholds: [{signal: process.memory.rss, above: §80%}]}}",
                        "above: '80%' has the unit '%', which is none of a number of bytes; allowed for"
                                + " process.memory.rss: "
                                + Units.BYTES),
                arguments(
                        PROCESS + "command: java}, thresholds: [{signal: process.threads, above: §5s}]}}",
                        "above: '5s' is no number; allowed for process.threads: a number without unit"),
                arguments(
                        HOST + "thresholds: [{signal: host.load, above: 1, clear: §2}]}}",
                        "clear: is higher than 'above'; allowed: the same level or one on the healthy side"),
                arguments(
                        HOST + "thresholds: [{signal: host.load, below: 2, clear: §1}]}}",
                        "clear: is lower than 'below'; allowed: the same level or one on the healthy side"),
                arguments(
                        HOST + "thresholds: [§{signal: host.load}]}}",
                        "thresholds: needs exactly one of above, below, rises-faster-than, falls-faster-than; found"
                                + " none"),
                arguments(
                        HOST + "thresholds: [§{above: 1}]}}",
                        "thresholds: 'signal' is missing: name of a measured signal, for example process.memory.rss"),
                arguments(
                        HOST + "thresholds: [{signal: host.load, above: 1, response: §hea}]}}",
                        "response: 'hea' is not a response, did you mean 'heal'?; allowed: heal, page"));
    }

    static Stream<Arguments> dependencies() {
        return Stream.of(
                arguments(
                        "elements: {store: {host: {}}, b: {host: {}, depends-on: [§stroe]}}",
                        "depends-on: unknown element 'stroe', did you mean 'store'?; allowed: store, b, host,"
                                + " bundle/…, component/…"),
                arguments("elements: {b: {host: {}, depends-on: [§b]}}", "depends-on: 'b' depends on itself"),
                arguments(
                        "elements: {a: {host: {}}, b: {host: {}, depends-on: [a, §a]}}",
                        "depends-on: 'a' is there twice; first at line 1, column 54"),
                arguments(
                        "elements:\n"
                                + "  z: {host: {}, depends-on: [a]}\n"
                                + "  a: {host: {}, depends-on: [b]}\n"
                                + "  b: {host: {}, depends-on: [c]}\n"
                                + "  c: {host: {}, depends-on: [§a]}\n",
                        "depends-on: a cycle, a -> b -> c -> a"));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                arguments(
                        "brakes: {§rate-limits: {}}",
                        Suggestion.unknownKey(
                                "rate-limits",
                                BrakesSchema.TABLE.fields().stream()
                                        .map(Shape.Field::key)
                                        .toList())),
                arguments("brakes: {audit: {on: §off}}", "on: 'off' is neither true nor false; allowed: true or false"),
                arguments(
                        "brakes: {blast-radius: {share: §10}}",
                        "share: '10' is more than the whole; did you mean 10%?; allowed: " + Units.SHARE),
                arguments(
                        "brakes: {rate-limit: {burst: §2.5}}",
                        "burst: '2.5' is no whole number; allowed: a whole number from 1 to 1000000"),
                arguments(
                        "brakes: {flap-damping: §{hold-above: 1, release-below: 2}}",
                        "need 0 < release-below <= hold-above"),
                arguments(
                        "brakes: {maintenance: {windows: [{from: §25:00, to: \"04:00\"}]}}",
                        "from: '25:00' is no time of day; allowed: HH:MM in quotes, for example \"02:00\""),
                arguments(
                        "brakes: {privileges: {granted: [§process.strat]}}",
                        "granted: 'process.strat' is not a command, did you mean 'process.start'?; allowed:"
                                + " bundle.refresh, bundle.restart, bundle.roll-back, cluster-node.cordon,"
                                + " cluster-node.uncordon, component.restart, configuration.restore, feature.revert,"
                                + " hook.call, identity.renew, page, pod.evict, process.kill, process.restart,"
                                + " process.start, process.stop, workload.restart, workload.roll-back, workload.scale"),
                arguments("pages: [§{}]", "pages: needs exactly one of file, webhook; found none"),
                arguments(
                        "pages: [{webhook: §nowhere}]",
                        "webhook: 'nowhere' is neither http nor https; allowed: " + Scalars.URL.allowed()));
    }

    @Test
    void all_errors_are_told_at_once_in_the_order_of_the_file() {
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> fixture.parse("""
                    nod: a
                    elements:
                      a: {host: {}, depends-on: [z]}
                      b: {process: {command: nothing-like-that, start-limit: 1x}}
                    """))
                .withMessage("""
                    w.yaml:1:1: unknown key 'nod', did you mean 'node'?; allowed here: $schema, node, elements, brakes, identities, pages
                    w.yaml:3:30: depends-on: unknown element 'z', did you mean 'a'?; allowed: a, b, host, bundle/…, component/…
                    w.yaml:4:26: command: program 'nothing-like-that' is not on PATH (%s/bin); allowed: a program on PATH, an absolute path, or one with / relative to the directory
                    w.yaml:4:58: start-limit: '1x' has the unit 'x', which is none of a duration; allowed: a number with ms, s, m, h or d, for example 250ms\
                    """.formatted(directory));
    }

    @Test
    void at_most_twenty_errors_are_told() {
        String text = "elements:\n" + "  §: {}\n".repeat(23);
        for (int n = 0; n < 23; n++) text = text.replaceFirst("§", "e" + n);
        String wrong = text;
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> fixture.parse(wrong))
                .satisfies(e ->
                        assertThat(e.getMessage().lines()).hasSize(21).last().isEqualTo("w.yaml: and 3 more errors"));
    }

    @Test
    void aliases_cannot_blow_a_small_file_up() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int n = 1; n < 30; n++)
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(
                            n,
                            n,
                            String.join(
                                    ", ",
                                    List.of(("*a" + (n - 1) + " ").repeat(10).split("(?<= )")))));
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> fixture.parse(bomb.toString()))
                .withMessageContaining("more than 500000 values, counting every alias in full");
    }

    @Test
    void large_wrong_files_are_refused_without_delay() {
        StringBuilder unknown = new StringBuilder("elements:\n");
        StringBuilder circles = new StringBuilder("elements:\n");
        for (int n = 0; n < 10_000; n++) {
            unknown.append(" element-%d: {host: {}, depends-on: [elemnet-%d]}\n".formatted(n, n));
            circles.append(" e%d: {host: {}, depends-on: [e0, e%d]}\n".formatted(n, (n + 1) % 10_000));
        }
        String list = "elements: {p: {process: {command: java, configuration: [" + "a,".repeat(200_000) + "]}}}";
        for (String text :
                List.of(unknown.toString(), circles.toString(), list, "brakes: {" + "x".repeat(900_000) + ": {}}"))
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatExceptionOfType(WatchFileRefused.class)
                            .isThrownBy(() -> fixture.parse(text))
                            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(20_000)));
    }

    @Test
    void a_file_that_cannot_be_read_is_refused_in_words() throws IOException {
        Path gone = directory.resolve("gone.yaml");
        refused(gone, gone + ":1:1: the file does not exist; give a path with --watch");
        refused(directory, directory + ":1:1: is no file; a watch file is a file in YAML or JSON");
        Path large = Files.write(directory.resolve("large.yaml"), new byte[WatchFileReader.SIZE_LIMIT + 1]);
        refused(large, large + ":1:1: is larger than 1 MiB; split it over several nodes");
        Path latin = Files.write(
                directory.resolve("latin.yaml"), "node: a\nx: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(latin, latin + ":2:4: bytes that are not UTF-8; save the file as UTF-8");
    }

    private static void refused(Path file, String message) {
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> WatchFileReader.read(file))
                .withMessage(message);
    }
}
