package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Percentiles;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * {@code ./x0 bench swap [SWAPS]}: swaps a provider under load in a framework of its own, through the hot reference and, in
 * the same run, through a plain static reference; then what a call costs. Ends with 0 only if no call through the hot
 * reference failed and no state was lost between versions.
 */
public final class SwapBench {
    private static final List<String> NEEDED = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr",
            "io.x0tta6bl4.platform.api",
            "io.x0tta6bl4.itests.swap");

    /** What the words of a series do not tell. */
    private static final Map<String, String> PREFIX =
            Map.of("OTHER_TECHNOLOGY", "(other technology) ", "UPDATE SLOW", "(1,000 calls/s) ");

    private SwapBench() {}

    /** @param beside where an unpacked Karaf is, and the JDK that it runs on; empty without */
    private record Wanted(int swaps, List<Path> beside) {
        static Wanted of(String[] arguments) {
            List<String> words = new ArrayList<>(List.of(arguments));
            List<Path> beside = new ArrayList<>();
            for (String option : List.of("--beside", "--beside-java")) {
                int at = words.indexOf(option);
                if (at < 0 || at + 1 >= words.size()) continue;
                beside.add(Path.of(words.remove(at + 1)).toAbsolutePath().normalize());
                words.remove(at);
            }
            boolean understood =
                    words.isEmpty() || words.size() == 1 && words.getFirst().matches("[1-9]\\d{0,4}");
            if (!understood || beside.size() == 1) throw new IllegalArgumentException(String.join(" ", arguments));
            if (!beside.isEmpty()
                    && !(Files.isExecutable(beside.getFirst().resolve("bin/karaf"))
                            && Files.isExecutable(beside.getLast().resolve("bin/java"))))
                throw new IllegalArgumentException("no bin/karaf, or no bin/java, in " + beside);
            return new Wanted(words.isEmpty() ? 60 : Integer.parseInt(words.getFirst()), beside);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Wanted wanted;
        try {
            wanted = Wanted.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(
                    "usage: x0 bench swap [SWAPS] [--beside KARAF --beside-java JDK]   (found " + e.getMessage() + ")");
            System.err.println("SWAPS  swaps in each way, 1 to 99999; 60 unless told");
            System.err.println(
                    "KARAF  an unpacked Apache Karaf, whose bundle:update is measured in the same run; JDK: one it"
                            + " runs on (17 or 21)");
            System.exit(2);
            return;
        }
        Evidence evidence = new Evidence("bench-swap", "./x0 bench swap " + String.join(" ", arguments));
        Path cache = Files.createTempDirectory("x0-bench-swap");
        Framework framework = framework(cache);
        boolean good;
        try {
            good = series(framework, wanted.swaps(), evidence);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
            Beside.delete(cache);
        }
        if (!wanted.beside().isEmpty()) beside(wanted, evidence);
        cost(evidence);
        System.out.println("evidence: " + evidence.write());
        System.exit(good ? 0 : 1);
    }

    private static void beside(Wanted wanted, Evidence evidence) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("x0.root", "."));
        Beside.Seen seen =
                new Beside(root, wanted.beside().getFirst(), wanted.beside().getLast()).updated(wanted.swaps());
        System.out.println(seen.words());
        evidence.with(
                "beside",
                Json.createObjectBuilder()
                        .add(
                                "what",
                                "Apache Karaf in " + wanted.beside().getFirst().getFileName() + ", bundle:update")
                        .add("calls_a_second", 1_000)
                        .add("updates", seen.updates())
                        .add("calls", seen.calls())
                        .add("lost", seen.failed())
                        .add("longest_time_without_a_good_call", new Percentiles(seen.gaps(), "ms").json())
                        .build());
    }

    private static Framework framework(Path cache) throws BundleException {
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        settings.put("felix.service.urlhandlers", "false");
        settings.put("ds.service.changecount.timeout", "50");
        Framework framework = java.util.ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no framework on the class path"))
                .newFramework(settings);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (String name : NEEDED)
            bundles.add(
                    framework.getBundleContext().installBundle(jar(name).toUri().toString()));
        for (Bundle bundle : bundles) bundle.start();
        return framework;
    }

    /** The jar on the class path whose file is called after the bundle. */
    private static Path jar(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(name + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar of " + name + " on the class path"));
    }

    private static boolean series(Framework framework, int swaps, Evidence evidence) {
        ServiceReference<?> reference = framework.getBundleContext().getServiceReference(BiFunction.class.getName());
        @SuppressWarnings("unchecked")
        var bench = (BiFunction<String, Integer, Map<String, Object>>)
                framework.getBundleContext().getService(reference);
        boolean good = true;
        var all = Json.createArrayBuilder();
        for (String how :
                List.of("START_FIRST", "OTHER_TECHNOLOGY", "UPDATE", "STOP_START", "UNINSTALL_INSTALL", "UPDATE SLOW"))
            for (String pattern : List.of("HOT", "NAIVE")) {
                Map<String, Object> found = bench.apply(pattern + " " + how, swaps);
                System.out.println(PREFIX.getOrDefault(how, "") + found.get("words"));
                all.add(json(pattern, how, found));
                boolean mine = pattern.equals("HOT");
                good &= !mine || found.get("failed").equals(0L);
                good &= !mine
                        || how.equals("OTHER_TECHNOLOGY")
                        || found.get("lost_states").equals(0L);
            }
        evidence.with("callers", Integer.toString(SwapActivator.CALLERS));
        evidence.with("series", all.build());
        return good;
    }

    private static JsonObjectBuilder json(String pattern, String how, Map<String, Object> found) {
        var json = Json.createObjectBuilder().add("pattern", pattern).add("how", how);
        for (String key : List.of("swaps", "calls", "failed", "stopped_instance_calls", "lost_states"))
            json.add(key, (Long) found.get(key));
        var reasons = Json.createObjectBuilder();
        ((Map<?, ?>) found.get("reasons")).forEach((why, count) -> reasons.add(String.valueOf(why), (Long) count));
        return json.add("reasons", reasons)
                .add("longest_wait_for_a_provider_around_a_swap", percentiles(found, "waits"))
                .add("longest_call_around_a_swap", percentiles(found, "stalls"))
                .add("longest_call_without_a_swap", percentiles(found, "quiet"));
    }

    private static jakarta.json.JsonValue percentiles(Map<String, Object> found, String key) {
        List<Double> samples =
                ((List<?>) found.get(key)).stream().map(s -> (Double) s).toList();
        return new Percentiles(samples, "ms").json();
    }

    private static void cost(Evidence evidence) {
        CallCost cost = new CallCost();
        var all = Json.createArrayBuilder();
        for (int threads : new int[] {1, 2}) {
            CallCost.Cost found = cost.measure(threads);
            System.out.printf(
                    java.util.Locale.ROOT,
                    "a call with %d threads: through a field %.1f ns, through the hot reference %.1f ns, %.1f more%n",
                    threads,
                    CallCost.Cost.median(found.field()),
                    CallCost.Cost.median(found.hot()),
                    found.more());
            all.add(Json.createObjectBuilder()
                    .add("threads", threads)
                    .add("through_a_field", new Percentiles(found.field(), "ns").json())
                    .add("through_the_hot_reference", new Percentiles(found.hot(), "ns").json())
                    .add("more_by_median_ns", found.more()));
        }
        evidence.with("cost_of_a_call", all.build());
    }
}
