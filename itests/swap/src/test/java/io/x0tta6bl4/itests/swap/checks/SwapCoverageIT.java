package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A provider that a feature brings is in the table of swaps, or it says here why not. */
class SwapCoverageIT {
    private static final Path FEATURES = Path.of("../../features/src/main/features");
    private static final Pattern PROVIDER = Pattern.compile("io\\.x0tta6bl4\\.[a-z]+\\.provider\\.[a-z0-9]+");

    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("loop.provider.mapek", "swapped by SwapWhileHealingIT: it is called by nobody, it calls"),
            Map.entry("ml.provider.onnxruntime", "swapped by OnnxUpdateIT, with its native library"),
            Map.entry("analyze.provider.graphsage", "no test: it needs a model of a distribution"),
            Map.entry("rag.provider.lucene", "swapped by SwapRetrievalIT, and the model under it"),
            Map.entry("rag.provider.openai", "no test: it needs a server that composes"),
            Map.entry("channel.provider.jsse", "swapped under handshakes by SwapTest of itests/trust, as DS binds it"),
            Map.entry("identity.provider.spire", "no test: it needs the agent of SPIRE"),
            Map.entry("execute.provider.alertmanager", "offers no capability: it reads the journal, nobody calls it"),
            Map.entry("monitor.provider.alertmanager", "no test yet: others post to it"),
            Map.entry("monitor.provider.otlp", "no test yet: it holds a port"),
            Map.entry("monitor.provider.prometheus", "no test yet: it needs an endpoint to scrape"),
            Map.entry("identity.provider.workloadapi", "no test: processes call it over a socket, bundles do not"),
            Map.entry("policy.provider.gogo", "offers no capability: it stands between the console and its commands"),
            Map.entry("replay.provider.phases", "runs once, in a process of its own"),
            Map.entry("replay.provider.series", "runs once, in a process of its own"),
            Map.entry("replay.provider.cases", "runs once, in a process of its own"),
            Map.entry("replay.provider.heartbeats", "runs once, in a process of its own"));

    @Test
    void every_provider_of_a_feature_is_swapped_by_a_test_or_says_why_not() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.list(FEATURES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList())
                PROVIDER.matcher(text(file)).results().forEach(found -> named.add(found.group()));
        }
        Set<String> swapped = Arrays.stream(SwapCapabilitiesIT.Capability.values())
                .map(SwapCapabilitiesIT.Capability::provider)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(swapped).as("the table names nothing that is not there").isSubsetOf(named);
        named.removeAll(swapped);
        assertThat(named)
                .as("a new provider needs a line in SwapCapabilitiesIT, or a reason here")
                .isEqualTo(ELSEWHERE.keySet().stream()
                        .map(name -> "io.x0tta6bl4." + name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
