package io.x0tta6bl4.itests.swap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;

/** Builds bundles in memory: an installed one again under another version, or a small one of a component. */
public final class Jars {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private Jars() {}

    /** The content of an installed bundle, with another version in its manifest. */
    public static byte[] again(Bundle bundle, String version) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Manifest manifest = new Manifest();
        for (URL url : Collections.list(bundle.findEntries("/", "*", true))) {
            String path = url.getPath().substring(1);
            // A folder on the class path of a bundle is one only if the jar has an entry for it.
            byte[] content = path.endsWith("/") ? new byte[0] : read(url);
            if (!path.equals(MANIFEST)) entries.put(path, content);
            else manifest = manifest(content);
        }
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        return jar(manifest, entries);
    }

    /** A bundle of one provider of the sample capability, its class copied into it. */
    public static byte[] sample(Class<?> type, String symbolicName, String version) {
        String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + symbolicName
                + "\" immediate=\"true\" deactivate=\"stop\"><service><provide interface=\""
                + "io.x0tta6bl4.itests.swap.sample.Counting\"/></service><implementation class=\"" + type.getName()
                + "\"/></scr:component>";
        String path = type.getName().replace('.', '/') + ".class";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(path, read(type.getClassLoader().getResource(path)));
        return component(
                symbolicName, version, xml, "io.x0tta6bl4.itests.swap.sample,io.x0tta6bl4.platform.api", entries);
    }

    static byte[] component(String symbolicName, String version, String xml, String imports) {
        return component(symbolicName, version, xml, imports, new LinkedHashMap<>());
    }

    private static byte[] component(
            String symbolicName, String version, String xml, String imports, Map<String, byte[]> entries) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", symbolicName);
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", imports);
        main.putValue("Service-Component", "OSGI-INF/component.xml");
        entries.put("OSGI-INF/component.xml", xml.getBytes(StandardCharsets.UTF_8));
        return jar(manifest, entries);
    }

    /** Not compressed: what is measured is the swap, not the inflating of jars. */
    private static byte[] jar(Manifest manifest, Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry stored = new ZipEntry(entry.getKey());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(entry.getValue().length);
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                stored.setCrc(crc.getValue());
                jar.putNextEntry(stored);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Manifest manifest(byte[] content) {
        try {
            return new Manifest(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
