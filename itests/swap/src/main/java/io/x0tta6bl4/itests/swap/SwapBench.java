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
import java.util.stream.Stream;
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

    private SwapBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 1 || (arguments.length == 1 && !arguments[0].matches("[1-9]\\d{0,4}"))) {
            System.err.println("usage: x0 bench swap [SWAPS]   (found " + String.join(" ", arguments) + ")");
            System.err.println("SWAPS  swaps in each way, 1 to 99999; 60 unless told");
            System.exit(2);
        }
        int swaps = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
        Evidence evidence = new Evidence("bench-swap", "./x0 bench swap " + swaps);
        Path cache = Files.createTempDirectory("x0-bench-swap");
        Framework framework = framework(cache);
        boolean good;
        try {
            good = series(framework, swaps, evidence);
        } finally {
            framework.stop();
            framework.waitForStop(10_000);
            delete(cache);
        }
        cost(evidence);
        System.out.println("evidence: " + evidence.write());
        System.exit(good ? 0 : 1);
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
        for (String how : List.of("START_FIRST", "OTHER_TECHNOLOGY", "UPDATE", "STOP_START", "UNINSTALL_INSTALL"))
            for (String pattern : List.of("HOT", "NAIVE")) {
                Map<String, Object> found = bench.apply(pattern + " " + how, swaps);
                System.out.println((how.equals("OTHER_TECHNOLOGY") ? "(other technology) " : "") + found.get("words"));
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
        List<Double> stalls =
                ((List<?>) found.get("stalls")).stream().map(s -> (Double) s).toList();
        return json.add("reasons", reasons).add("longest_call_around_a_swap", new Percentiles(stalls, "ms").json());
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
