package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** SHA-256 in hexadecimal, to tell whether something is the same again. */
public final class Digest {
    private Digest() {}

    /** Of the bytes of a file. */
    public static String of(Path file) throws IOException {
        return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    }

    /**
     * Of what a jar holds: the attributes of its manifest, and the names and bytes of all its files. The order and the
     * compression of the entries, in which two jars of the same content may differ, are left out.
     */
    public static String ofContent(Path jar) throws IOException {
        MessageDigest digest = sha256();
        try (JarFile file = new JarFile(jar.toFile())) {
            var attributes = new TreeMap<String, String>();
            file.getManifest().getMainAttributes().forEach((k, v) -> attributes.put(k.toString(), v.toString()));
            digest.update(attributes.toString().getBytes(StandardCharsets.UTF_8));
            List<JarEntry> entries = file.stream()
                    .filter(e -> !e.isDirectory() && !e.getName().equals(JarFile.MANIFEST_NAME))
                    .sorted(java.util.Comparator.comparing(JarEntry::getName))
                    .toList();
            for (JarEntry entry : entries) {
                digest.update((entry.getName() + " " + entry.getSize() + "\n").getBytes(StandardCharsets.UTF_8));
                try (var in = file.getInputStream(entry)) {
                    digest.update(in.readAllBytes());
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
