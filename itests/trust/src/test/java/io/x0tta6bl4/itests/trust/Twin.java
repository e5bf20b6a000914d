package io.x0tta6bl4.itests.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The content of an installed bundle, as it is and with one octet of one class changed. */
final class Twin {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private Twin() {}

    static byte[] copy(Bundle original) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, read(original.getEntry(MANIFEST)));
        for (URL url : Collections.list(original.findEntries("/", "*", true))) {
            String name = url.getPath().substring(1);
            if (!name.endsWith("/")) entries.putIfAbsent(name, read(url));
        }
        return jar(entries);
    }

    /** Changes the last octet of the only place where these octets stand in the class. */
    static byte[] changed(byte[] jar, String type, byte[] place, byte instead) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                entries.put(entry.getName(), in.readAllBytes());
        }
        entries.replaceAll(
                (name, content) -> name.endsWith("/" + type + ".class") ? changed(content, place, instead) : content);
        return jar(entries);
    }

    /** The same content under another version of the bundle. */
    static byte[] versioned(byte[] jar, String version) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                entries.put(entry.getName(), in.readAllBytes());
        }
        Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get(MANIFEST)));
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        manifest.write(changed);
        entries.put(MANIFEST, changed.toByteArray());
        return jar(entries);
    }

    static void update(Bundle bundle, byte[] jar) throws BundleException {
        bundle.update(new ByteArrayInputStream(jar));
    }

    private static byte[] changed(byte[] content, byte[] place, byte instead) {
        int found = -1;
        for (int at = 0; at + place.length <= content.length; at++)
            if (Arrays.equals(content, at, at + place.length, place, 0, place.length)) {
                if (found >= 0) throw new AssertionError("the octets to change stand in more than one place");
                found = at;
            }
        if (found < 0) throw new AssertionError("the octets to change are not there");
        byte[] other = content.clone();
        other[found + place.length - 1] = instead;
        return other;
    }

    private static byte[] jar(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        }
    }
}
