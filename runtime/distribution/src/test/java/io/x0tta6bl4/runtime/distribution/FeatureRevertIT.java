package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node: what starts well and turns out bad later is taken back by the loop, as an incident of it. */
class FeatureRevertIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private LabNode node;

    @AfterEach
    void nothing_is_left_running() {
        node.close();
    }

    @Test
    void an_upgrade_that_turns_out_bad_is_an_incident_whose_plan_is_to_go_back() throws Exception {
        Path bad = directory.resolve("bad");
        node = new LabNode(directory, "", "-Dx0.feature.look.milliseconds=300 -Dx0.test.bad=" + bad);
        node.start();
        assertThat(node.command("feature:install '" + feature("1.0.0") + "'")).contains("In force");
        assertThat(node.command("feature:update '" + feature("1.1.0") + "'")).contains("In force");

        Files.createFile(bad);
        await().atMost(LIMIT).until(() -> node.command("feature:history --json").contains("\"the loop\""));
        await().atMost(LIMIT).until(() -> node.command("incident:show I-000001").contains("VERIFIED"));
        assertThat(node.command("incident:show I-000001"))
                .contains("BAD_UPGRADE", "changed from t:moody:1.0.0 to t:moody:1.1.0", "plan", "feature.revert");
        assertThat(node.command("feature:info moody --json")).contains("t:moody:1.0.0");
        assertThat(node.command("feature:plan '" + directory.resolve("moody-1.1.0.json") + "'"))
                .contains("taken back on this node as bad and is not offered again");
        assertThat(node.command("feature:history --json").split("\"REVERT\"", -1))
                .as("taken back once, by one hand")
                .hasSize(2);
    }

    private String feature(String version) throws IOException {
        Path jar = directory.resolve("t/moody.bundle/" + version + "/moody.bundle-" + version + ".jar");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "moody.bundle");
        main.putValue("Bundle-Version", version);
        main.putValue("Service-Component", "OSGI-INF/moody.xml");
        String type = MoodySupplier.class.getName();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = MoodySupplier.class.getResourceAsStream("MoodySupplier.class")) {
            entries.putNextEntry(new ZipEntry(type.replace('.', '/') + ".class"));
            code.transferTo(entries);
            if (version.equals("1.1.0")) entries.putNextEntry(new ZipEntry("moody"));
            entries.putNextEntry(new ZipEntry("OSGI-INF/moody.xml"));
            entries.write(("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"moody\"><service"
                            + " scope=\"prototype\"><provide interface=\"java.util.function.Supplier\"/></service>"
                            + "<implementation class=\"" + type + "\"/></scr:component>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Files.writeString(
                        directory.resolve("moody-" + version + ".json"),
                        "{\"feature-resource-version\": \"1.0\", \"id\": \"t:moody:" + version
                                + "\", \"bundles\": [\"t:moody.bundle:" + version + "\"]}")
                .toString();
    }
}
