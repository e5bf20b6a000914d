package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

class EarlyStartTest {

    @TempDir
    Path directory;

    private final Map<FeatureFile.Entry, Path> files = new LinkedHashMap<>();
    private Node node;

    @BeforeEach
    void nothing_has_started() {
        StartNote.forget();
    }

    @AfterEach
    void the_node_ends() {
        if (node != null) node.stop(20_000);
    }

    private void bundle(String group, String name, int level, Map<String, String> headers) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.forEach(manifest.getMainAttributes()::putValue);
        Path jar = directory.resolve(name + ".jar");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_ACTIVATOR, StartNote.class.getName());
        manifest.getMainAttributes().putValue(Constants.DYNAMICIMPORT_PACKAGE, "org.osgi.framework");
        String entry = StartNote.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out, manifest);
                InputStream note = StartNote.class.getClassLoader().getResourceAsStream(entry)) {
            content.putNextEntry(new ZipEntry(entry));
            note.transferTo(content);
        }
        files.put(new FeatureFile.Entry(Coordinates.parse(group + ":" + name + ":1"), level), jar);
    }

    private Map<String, String> settings() {
        return Map.of(
                "org.osgi.framework.storage",
                directory.resolve("framework").toString(),
                "org.osgi.framework.startlevel.beginning",
                "100");
    }

    private List<String> states() {
        return Arrays.stream(node.context().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0)
                .map(bundle -> bundle.getSymbolicName() + (bundle.getState() == Bundle.ACTIVE ? "" : " does not run"))
                .toList();
    }

    @Test
    void what_is_installed_while_the_first_start_runs_as_well_whatever_its_level() throws Exception {
        bundle("io.x0tta6bl4", "own.low", 5, Map.of());
        bundle("org.other", "other.low", 5, Map.of());
        bundle("io.x0tta6bl4", "own.gate", 11, Map.of());
        bundle("org.other", "other.commands", 12, Map.of());
        bundle("io.x0tta6bl4", "own.high", 60, Map.of());

        node = Node.start(settings(), files);

        assertThat(node.complaints()).isEmpty();
        assertThat(states()).containsExactly("other.low", "other.commands", "own.low", "own.gate", "own.high");
    }

    @Test
    void a_node_of_nothing_but_its_own_bundles_starts_them_all() throws Exception {
        bundle("io.x0tta6bl4", "own.low", 5, Map.of());
        bundle("io.x0tta6bl4", "own.high", 60, Map.of());

        node = Node.start(settings(), files);

        assertThat(states()).containsExactly("own.low", "own.high");
    }

    @Test
    void above_the_early_level_nothing_starts_before_all_is_installed() throws Exception {
        bundle("org.other", "other.low", 10, Map.of());
        bundle("org.other", "other.commands", 12, Map.of());
        bundle("io.x0tta6bl4", "own.gate", 11, Map.of("Require-Bundle", "own.api"));
        bundle("io.x0tta6bl4", "own.api", 20, Map.of());
        for (int i = 0; i < 20; i++) bundle("io.x0tta6bl4", "own.more" + i, 30, Map.of());

        node = Node.start(settings(), files);

        assertThat(StartNote.order()).startsWith("other.low", "own.gate", "other.commands", "own.api", "own.more0");
    }

    @Test
    void a_bundle_of_the_node_that_does_not_start_is_said_and_stops_no_other() throws Exception {
        bundle("org.other", "other.low", 10, Map.of());
        bundle("io.x0tta6bl4", "own.gate", 11, Map.of("Require-Bundle", "nobody"));
        bundle("io.x0tta6bl4", "own.high", 60, Map.of());

        node = Node.start(settings(), files);

        assertThat(states()).containsExactly("other.low", "own.gate does not run", "own.high");
        assertThat(node.complaints()).singleElement().asString().contains("own.gate", "nobody");
    }

    @Test
    void the_same_when_there_is_nothing_of_others() throws Exception {
        bundle("io.x0tta6bl4", "own.gate", 11, Map.of("Require-Bundle", "nobody"));
        bundle("io.x0tta6bl4", "own.high", 60, Map.of());

        node = Node.start(settings(), files);

        assertThat(states()).containsExactly("own.gate does not run", "own.high");
        assertThat(node.complaints()).singleElement().asString().contains("own.gate", "nobody");
    }

    @Test
    void a_bundle_that_cannot_be_installed_ends_the_start_in_words() throws Exception {
        bundle("org.other", "other.commands", 12, Map.of());
        bundle("io.x0tta6bl4", "own.broken", 20, Map.of("Import-Package", ";;="));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Node.start(settings(), files))
                .withMessageContaining("own.broken")
                .withMessageContaining("cannot be installed");
    }
}
