package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A provider that a feature brings is in the table of swaps, or it says here why not. */
class SwapCoverageIT {
    private static final Pattern PROVIDER = Pattern.compile("io\\.x0tta6bl4\\.[a-z]+\\.provider\\.[a-z0-9]+");

    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("loop.provider.mapek", "swapped by SwapWhileHealingIT: it is called by nobody, it calls"),
            Map.entry("ml.provider.onnxruntime", "swapped by OnnxUpdateIT, with its native library"),
            Map.entry("analyze.provider.graphsage", "no test: it needs a model of a distribution"),
            Map.entry("rag.provider.lucene", "swapped by SwapRetrievalIT, and the model under it"),
            Map.entry(
                    "identity.provider.spire",
                    "without an agent its self-test fails, and a swap is refused for that; its contract:"
                            + " SpireSourceTest"),
            Map.entry(
                    "execute.provider.alertmanager",
                    "offers no capability: nobody calls it, it reads the journal on from where the loop is"),
            Map.entry(
                    "identity.provider.federation",
                    "offers no capability: it asks endpoints and serves one; a newer version takes the port over:"
                            + " BundleEndpointTest"),
            Map.entry(
                    "identity.provider.workloadapi",
                    "processes call it, not bundles: swapped by LoadTest of itests/identity"),
            Map.entry("policy.provider.gogo", "offers no capability: it stands between the console and its commands"),
            Map.entry("replay.provider.phases", "runs once, in a process of its own"),
            Map.entry("replay.provider.series", "runs once, in a process of its own"),
            Map.entry("replay.provider.cases", "runs once, in a process of its own"),
            Map.entry("replay.provider.heartbeats", "runs once, in a process of its own"));

    @Test
    void every_provider_of_a_feature_is_swapped_by_a_test_or_says_why_not() {
        Set<String> named = new TreeSet<>();
        for (String text : Shipped.texts()) PROVIDER.matcher(text).results().forEach(found -> named.add(found.group()));
        Set<String> swapped = Arrays.stream(Capability.values())
                .map(Capability::provider)
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
}
