package io.x0tta6bl4.itests.scenarios.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A copy of a bundle that asks for a package that nobody exports, so that it can never resolve. */
public record BrokenJar(Path good) {
    /** The version that the copy claims. */
    public static final String VERSION = "99.0.0";

    private static final String MISSING = "io.x0tta6bl4.nobody.exports.this";

    /** Writes the copy. */
    public void write(Path broken) throws IOException {
        try (JarFile source = new JarFile(good.toFile());
                JarOutputStream copy = new JarOutputStream(Files.newOutputStream(broken), manifest(source))) {
            for (Enumeration<JarEntry> entries = source.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) continue;
                copy.putNextEntry(new JarEntry(entry.getName()));
                source.getInputStream(entry).transferTo(copy);
                copy.closeEntry();
            }
        }
    }

    private static Manifest manifest(JarFile source) throws IOException {
        Manifest manifest = new Manifest(source.getManifest());
        Attributes main = manifest.getMainAttributes();
        String imports = main.getValue("Import-Package");
        main.putValue("Import-Package", imports == null ? MISSING : imports + "," + MISSING);
        main.putValue("Bundle-Version", VERSION);
        main.putValue("X-Broken", String.valueOf(System.nanoTime())); // no two copies have the same content
        return manifest;
    }
}
