package io.x0tta6bl4.itests.scenarios.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.itests.scenarios.sample.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenJarTest {
    @TempDir
    Path directory;

    @Test
    void the_copy_has_all_classes_and_one_import_that_nobody_exports() throws Exception {
        Path good = directory.resolve("good.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a.bundle");
        manifest.getMainAttributes().putValue("Import-Package", "java.util");
        try (var out = new JarOutputStream(Files.newOutputStream(good), manifest)) {
            out.putNextEntry(new JarEntry("a/Class.class"));
            out.write(new byte[] {1, 2, 3});
        }
        Path broken = directory.resolve("broken.jar");
        new BrokenJar(good).write(broken);
        try (JarFile copy = new JarFile(broken.toFile())) {
            Attributes main = copy.getManifest().getMainAttributes();
            assertThat(main.getValue("Import-Package")).startsWith("java.util,").contains("nobody");
            assertThat(main.getValue("Bundle-Version")).isEqualTo(BrokenJar.VERSION);
            assertThat(main.getValue("Bundle-SymbolicName")).isEqualTo("a.bundle");
            assertThat(copy.getInputStream(copy.getEntry("a/Class.class")).readAllBytes())
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void the_digest_of_the_content_tells_the_copy_from_the_good_one_and_not_from_itself() throws Exception {
        Path good = directory.resolve("good.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (Path jar : java.util.List.of(good, directory.resolve("other.jar")))
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                if (jar.equals(good)) out.putNextEntry(new JarEntry("a/"));
                out.putNextEntry(new JarEntry("a/file"));
                out.write(1);
            }
        Path broken = directory.resolve("broken.jar");
        new BrokenJar(good).write(broken);
        assertThat(Digest.ofContent(directory.resolve("other.jar"))).isEqualTo(Digest.ofContent(good));
        assertThat(Digest.of(directory.resolve("other.jar"))).isNotEqualTo(Digest.of(good));
        assertThat(Digest.ofContent(broken)).isNotEqualTo(Digest.ofContent(good));
    }
}
