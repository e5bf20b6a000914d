package io.x0tta6bl4.itests.swap.checks;

import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.itests.exam.Bundles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;

/** What the frameworks of these tests are made of. */
final class Running {
    private Running() {}

    /** Declarative Services, the sample capability, and what tests need. */
    static Option base() {
        return CoreOptions.composite(
                frameworkProperty("ds.service.changecount.timeout").value("50"),
                frameworkProperty("ds.stop.timeout.milliseconds").value("20000"),
                Bundles.named(
                        "org.jspecify.jspecify",
                        "assertj-core",
                        "net.bytebuddy.byte-buddy",
                        "org.awaitility",
                        "org.hamcrest",
                        "org.osgi.util.function",
                        "org.osgi.util.promise",
                        "org.osgi.service.component",
                        "org.apache.felix.configadmin",
                        "org.apache.felix.scr",
                        "io.x0tta6bl4.platform.api",
                        "io.x0tta6bl4.itests.swap"));
    }

    /** With a policy that allows everything: these tests are about swaps. */
    private static java.nio.file.Path data() throws IOException {
        var data = Files.createTempDirectory("x0-swap");
        Files.setPosixFilePermissions(
                Files.writeString(data.resolve("policy.csv"), "p, *, *, *, allow\n"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        return data;
    }

    /** What a node trusts with, and judges by: heavier than the rest. */
    static Option trustAndJudgement() {
        return Bundles.named(
                "bcprov",
                "io.x0tta6bl4.pqc.api",
                "io.x0tta6bl4.pqc.provider.bouncycastle",
                "io.x0tta6bl4.pqc.provider.jdk",
                "io.x0tta6bl4.keystore.api",
                "io.x0tta6bl4.keystore.provider.file",
                "io.x0tta6bl4.identity.api",
                "io.x0tta6bl4.identity.provider.embedded",
                "io.x0tta6bl4.channel.api",
                "io.x0tta6bl4.monitor.provider.identity",
                "io.x0tta6bl4.execute.provider.identity",
                "io.x0tta6bl4.feature.provider.maven",
                "io.x0tta6bl4.analyze.provider.accrual",
                "io.x0tta6bl4.analyze.provider.ranking",
                "io.x0tta6bl4.analyze.provider.series");
    }

    /** What listens to others, speaks to others or puts into words; the server that composes is one of this test. */
    static Option others() {
        return CoreOptions.composite(
                frameworkProperty("x0.rag.openai.url").value("http://127.0.0.1:" + composing() + "/v1"),
                frameworkProperty("x0.rag.openai.model").value("swap"),
                // as in a node, whose bundles see no sun.misc: that of this JVM denies its use
                frameworkProperty("org.osgi.framework.bootdelegation").value("none"),
                // nobody calls its HTTP
                frameworkProperty("org.osgi.service.http.port").value("-1"),
                Bundles.named(
                        "org.apache.commons.commons-fileupload",
                        "org.apache.commons.commons-io",
                        "org.osgi.service.servlet",
                        "org.apache.felix.http.wrappers",
                        "org.apache.felix.http.jetty12",
                        "io.x0tta6bl4.rag.api",
                        "io.x0tta6bl4.rag.provider.openai",
                        "io.x0tta6bl4.channel.api",
                        "io.x0tta6bl4.channel.provider.jsse",
                        "io.x0tta6bl4.monitor.provider.prometheus",
                        "io.x0tta6bl4.monitor.provider.alertmanager",
                        "io.x0tta6bl4.monitor.provider.otlp",
                        "io.x0tta6bl4.kubernetes.api",
                        "io.x0tta6bl4.monitor.provider.kubernetes",
                        "io.x0tta6bl4.execute.provider.kubernetes"));
    }

    /** The port of a server of chat completions that quotes what it was given. */
    private static int composing() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] answer = "{\"choices\":[{\"message\":{\"content\":\"Restart the store after an upgrade [1].\"}}]}"
                    .getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.setExecutor(Executors.newFixedThreadPool(
                    4, Thread.ofPlatform().daemon().name("composing-", 0).factory()));
            server.start();
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.nio.file.Path feature() throws IOException {
        return Files.writeString(
                Files.createTempFile("x0-swap", ".json"),
                "{\"feature-resource-version\": \"1.0\", \"id\": \"io.x0tta6bl4:swap:1.0.0\", \"name\": \"swap\","
                        + " \"description\": \"nothing\", \"bundles\": []}");
    }

    /** Every capability of a node, but for the loop: nobody acts here. */
    static Option product() {
        try {
            return CoreOptions.composite(
                    frameworkProperty("x0.data").value(data().toString()),
                    frameworkProperty("x0.features").value(feature().toString()),
                    frameworkProperty("x0.node").value("swap"),
                    frameworkProperty("x0.home").value("."),
                    frameworkProperty("x0.profile").value("production"),
                    Bundles.named(
                            "org.eclipse.parsson.jakarta.json",
                            "org.osgi.util.converter",
                            "org.osgi.service.feature",
                            "org.apache.felix.cm.json",
                            "org.apache.felix.feature",
                            "com.h2database.mvstore",
                            "org.snakeyaml.engine",
                            "com.sun.jna",
                            "com.sun.jna.platform",
                            "com.github.oshi.oshi-common",
                            "com.github.oshi.oshi-core",
                            "io.x0tta6bl4.feature.api",
                            "io.x0tta6bl4.knowledge.api",
                            "io.x0tta6bl4.feature.api",
                            "io.x0tta6bl4.monitor.api",
                            "io.x0tta6bl4.analyze.api",
                            "io.x0tta6bl4.plan.api",
                            "io.x0tta6bl4.execute.api",
                            "io.x0tta6bl4.policy.api",
                            "io.x0tta6bl4.policy.provider.casbin",
                            "io.x0tta6bl4.knowledge.provider.mvstore",
                            "io.x0tta6bl4.knowledge.provider.yaml",
                            "io.x0tta6bl4.feature.provider.felix",
                            "io.x0tta6bl4.monitor.provider.process",
                            "io.x0tta6bl4.monitor.provider.http",
                            "io.x0tta6bl4.monitor.provider.tcp",
                            "io.x0tta6bl4.monitor.provider.osgi",
                            "io.x0tta6bl4.monitor.provider.host",
                            "io.x0tta6bl4.monitor.provider.file",
                            "io.x0tta6bl4.monitor.provider.snapshot",
                            "io.x0tta6bl4.analyze.provider.rules",
                            "io.x0tta6bl4.analyze.provider.graph",
                            "io.x0tta6bl4.plan.provider.ladder",
                            "io.x0tta6bl4.execute.provider.process",
                            "io.x0tta6bl4.execute.provider.osgi",
                            "io.x0tta6bl4.execute.provider.file",
                            "io.x0tta6bl4.execute.provider.http",
                            "io.x0tta6bl4.execute.provider.page",
                            "org.apache.felix.http.servlet-api",
                            "io.x0tta6bl4.telemetry.api",
                            "io.x0tta6bl4.telemetry.provider.opentelemetry"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
