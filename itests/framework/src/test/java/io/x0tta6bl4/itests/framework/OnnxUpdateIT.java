package io.x0tta6bl4.itests.framework;

import static io.x0tta6bl4.itests.framework.Node.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The provider of learned models is updated again and again while the process goes on: one mapping of the native library and
 * no memory per update. Ten updates; the long form is {@code -Dx0.ml.updates=60}.
 */
@InFramework
class OnnxUpdateIT {
    private static final String PROVIDER = "io.x0tta6bl4.ml.provider.onnxruntime";
    private static final int WARM = 3;
    /** One mapping more of the library would be 28 MB in a few updates. */
    private static final long MOST_GROWTH_KB = 64 * 1024;

    @Configuration
    static Option[] configuration() {
        return new Option[] {
            CoreOptions.frameworkProperty("ds.service.changecount.timeout").value("50"),
            CoreOptions.frameworkProperty("x0.data")
                    .value(Path.of("target/onnx-update").toAbsolutePath().toString()),
            Bundles.named(
                    "assertj-core",
                    "net.bytebuddy.byte-buddy",
                    "org.awaitility",
                    "org.hamcrest",
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.osgi.service.component",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.scr",
                    "org.eclipse.parsson.jakarta.json",
                    "io.x0tta6bl4.platform.api",
                    "io.x0tta6bl4.ml.api",
                    PROVIDER)
        };
    }

    @Test
    void updates_leave_one_mapping_of_the_library_and_flat_memory(BundleContext context) throws Exception {
        int updates = Integer.getInteger("x0.ml.updates", 10);
        Bundle provider = Arrays.stream(context.getBundles())
                .filter(b -> PROVIDER.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        long before = 0;
        for (int i = 0; i <= updates; i++) {
            provenWithOneMapping(context, i);
            if (i == WARM) before = residentKilobytes();
            if (i < updates) update(context, provider);
        }
        assertThat(residentKilobytes() - before)
                .as("growth in kB over %s updates", updates - WARM)
                .isLessThan(MOST_GROWTH_KB);
    }

    /** Looked at while the service is held: the last user of a provider that nobody calls closes the library. */
    private static void provenWithOneMapping(BundleContext context, int updates) throws IOException {
        await("the models").atMost(SOON).until(() -> context.getServiceReference(Models.class) != null);
        ServiceReference<Models> reference = context.getServiceReference(Models.class);
        try {
            SelfTestResult result = ((SelfTest) context.getService(reference)).selfTest();
            assertThat(result.passed()).as(result.detail()).isTrue();
            assertThat(mappings())
                    .as("mappings of the library after %s updates", updates)
                    .isEqualTo(1);
        } finally {
            context.ungetService(reference);
        }
    }

    private static void update(BundleContext context, Bundle provider) throws Exception {
        provider.update();
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        Object[] done = new Object[1];
        wiring.refreshBundles(List.of(provider), event -> done[0] = event);
        await("the refresh").atMost(SOON).until(() -> done[0] != null && provider.getState() == Bundle.ACTIVE);
    }

    /** Executable parts of the library in the map of this process, deleted files included. */
    private static long mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("libonnxruntime.so") && line.contains(" r-xp "))
                .count();
    }

    private static long residentKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
