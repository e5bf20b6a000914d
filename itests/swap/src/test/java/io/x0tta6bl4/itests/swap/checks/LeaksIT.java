package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** After many swaps of every provider the node holds no more than after the first ten. */
@InFramework
class LeaksIT {
    private static final List<String> PROVIDERS = List.of(
            "monitor.provider.snapshot",
            "monitor.provider.process",
            "monitor.provider.http",
            "monitor.provider.tcp",
            "monitor.provider.osgi",
            "monitor.provider.file",
            "monitor.provider.host",
            "analyze.provider.rules",
            "analyze.provider.graph",
            "plan.provider.ladder",
            "execute.provider.process",
            "execute.provider.osgi",
            "execute.provider.file",
            "execute.provider.http",
            "execute.provider.page",
            "knowledge.provider.yaml",
            "knowledge.provider.mvstore",
            "feature.provider.felix");

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Configuration
    static Option[] configuration() {
        return new Option[] {
            Running.base(),
            Running.product(),
            org.ops4j.pax.exam.CoreOptions.systemProperty("x0.swap.long")
                    .value(System.getProperty("x0.swap.long", "false"))
        };
    }

    /** What a node holds of its machine. */
    private record Held(long loaders, long threads, long handles, long metaspace) {}

    @Test
    void what_the_node_holds_returns_to_the_level_after_the_first_ten_swaps(BundleContext context) throws Exception {
        int rounds = Boolean.getBoolean("x0.swap.long") ? 200 : 20;
        Held early = new Held(0, 0, 0, 0);
        for (int round = 1; round <= rounds; round++) {
            for (String provider : PROVIDERS) swap(context, "io.x0tta6bl4." + provider, round);
            if (round == 10) early = settled();
        }
        Held late = settled();
        System.out.println("after 10 rounds " + early + ", after " + rounds + " " + late);
        assertThat(late.loaders()).as("class loaders of versions that are gone").isLessThanOrEqualTo(early.loaders());
        assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
        assertThat(late.handles()).as("open files").isLessThanOrEqualTo(early.handles() + 4);
        assertThat(late.metaspace()).as("bytes of metaspace").isLessThan(early.metaspace() + (6L << 20));
    }

    private void swap(BundleContext context, String name, int round) throws Exception {
        How how = round % 2 == 0 ? How.UPDATE : Shipped.byFeature(name);
        Bundle now = running(context, name);
        loaders.add(new WeakReference<>(now.adapt(BundleWiring.class).getClassLoader()));
        how.swap(
                context,
                now,
                Jars.again(now, "9." + round + ".0"),
                round * 100 + PROVIDERS.indexOf(name.substring(13)));
    }

    private static Bundle running(BundleContext context, String name) {
        Optional<Bundle> running = Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                .findFirst();
        return running.orElseThrow(() -> new AssertionError(name + " does not run"));
    }

    /** A level is what is left when the collector had its chance, and threads that end had their time. */
    private Held settled() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    System.gc();
                    return alive() <= 2L * PROVIDERS.size();
                });
        return new Held(
                alive(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                handles(),
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
                        .sum());
    }

    private long alive() {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static long handles() {
        Path own = Path.of("/proc/self/fd");
        if (!Files.isDirectory(own)) return 0;
        try (Stream<Path> open = Files.list(own)) {
            return open.count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
