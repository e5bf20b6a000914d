package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionCheckTest {

    @TempDir
    Path home;

    @BeforeEach
    void a_sound_distribution() throws Exception {
        for (String directory : new String[] {"conf", "features", "repository", "lib"}) {
            Files.createDirectory(home.resolve(directory));
        }
        Files.writeString(home.resolve("conf/node.properties"), "features = a\n");
        Files.writeString(home.resolve("features/a.json"), "{\"id\": \"g:a:1\", \"bundles\": [\"g:b:1\"]}");
        jar("g/b/1/b-1.jar", "", "io/x0tta6bl4/platform/api/SelfTest.class", "");
        assertThat(DistributionCheck.faults(home)).isEmpty();
    }

    private void jar(String path, String requirement, String entry, String content) throws Exception {
        jar(path, requirement.isEmpty() ? Map.of() : Map.of("Require-Capability", requirement), entry, content);
    }

    private void jar(String path, Map<String, String> headers, String entry, String content) throws Exception {
        Path file = home.resolve("repository").resolve(path);
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(content.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void a_stub_is_found_by_the_profile_it_asks_for() throws Exception {
        jar("g/b/1/b-1.jar", "x0.profile;filter:=\"(name=lab)\"", "a/B.class", "");

        assertThat(DistributionCheck.faults(home)).singleElement().asString().contains("it is a stub");
    }

    @Test
    void what_would_wire_a_bundle_of_others_to_one_of_the_node_is_found() throws Exception {
        String own = "io.x0tta6bl4.a";
        refused(Map.of("Bundle-SymbolicName", "b", "Import-Package", own), "imports from a bundle of the node");
        refused(Map.of("Bundle-SymbolicName", "b", "DynamicImport-Package", "io.x0tta6bl4.*"), "imports from a bundle");
        refused(Map.of("Bundle-SymbolicName", own, "Fragment-Host", "b"), "is a fragment of a bundle of others");
        refused(
                Map.of("Bundle-SymbolicName", own, "Export-Package", own + ";uses:=\"org.x,org.y\",org.x;version=1"),
                "exports org.x,");
    }

    @Test
    void what_the_default_node_would_have_to_unpack_at_its_start_is_found() throws Exception {
        refused(Map.of("Bundle-ClassPath", ".,lib/forest.jar"), "has lib/forest.jar unpacked at each start");
        jar("g/b/1/b-1.jar", Map.of("Bundle-ClassPath", ".,lib/forest"), "a/B.class", "");
        assertThat(DistributionCheck.faults(home)).isEmpty();
    }

    private void refused(Map<String, String> headers, String why) throws Exception {
        jar("g/b/1/b-1.jar", headers, "a/B.class", "");
        assertThat(DistributionCheck.faults(home)).singleElement().asString().contains(why);
    }

    @Test
    void a_test_is_found_by_what_it_speaks_of() throws Exception {
        jar("g/b/1/b-1.jar", "", "io/x0tta6bl4/loop/Sound.class", "..Lorg/junit/jupiter/api/Test;..");

        assertThat(DistributionCheck.faults(home)).singleElement().asString().contains("Sound.class");
    }

    @Test
    void a_simulator_is_found_by_its_name() throws Exception {
        jar("g/b/1/b-1.jar", "", "io/x0tta6bl4/loop/WorldSimulator.class", "");

        assertThat(DistributionCheck.faults(home)).singleElement().asString().contains("WorldSimulator.class");
    }

    @Test
    void a_feature_of_stubs_is_found() throws Exception {
        Files.writeString(home.resolve("features/a.stub.json"), "{\"id\": \"g:a.stub:1\"}");

        assertThat(DistributionCheck.faults(home)).singleElement().asString().contains("is for stubs");
    }

    @Test
    void a_bundle_that_is_missing_or_that_nobody_names_is_found() throws Exception {
        Files.move(home.resolve("repository/g/b/1/b-1.jar"), home.resolve("repository/g/b/1/b-2.jar"));

        assertThat(DistributionCheck.faults(home))
                .anyMatch(fault -> fault.contains("g:b:1 of the feature g:a:1 is missing"))
                .anyMatch(fault -> fault.startsWith("No feature names"));
    }
}
