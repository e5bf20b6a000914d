package io.x0tta6bl4.itests.features;

import io.x0tta6bl4.itests.exam.Bundles;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;

/** What the tests' framework is made of. */
final class Node {
    private Node() {}

    static Option bundles() {
        return CoreOptions.composite(
                CoreOptions.frameworkStartLevel(100),
                Bundles.named(
                        "assertj-core",
                        "net.bytebuddy.byte-buddy",
                        "org.awaitility",
                        "org.hamcrest",
                        "org.osgi.util.function",
                        "org.osgi.util.promise",
                        "org.osgi.util.converter",
                        "org.osgi.service.component",
                        "org.osgi.service.feature",
                        "org.eclipse.parsson.jakarta.json",
                        "org.apache.felix.configadmin",
                        "org.apache.felix.scr",
                        "org.apache.felix.cm.json",
                        "org.apache.felix.feature",
                        "io.x0tta6bl4.platform.api",
                        "io.x0tta6bl4.knowledge.api",
                        "io.x0tta6bl4.feature.api",
                        "io.x0tta6bl4.feature.provider.felix"));
    }
}
