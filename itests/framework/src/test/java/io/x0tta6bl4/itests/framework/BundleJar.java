package io.x0tta6bl4.itests.framework;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds a small bundle in memory from classes of the test. */
final class BundleJar {
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private BundleJar(String symbolicName, String version) {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", symbolicName);
        header("Bundle-Version", version);
    }

    static BundleJar of(String symbolicName, String version) {
        return new BundleJar(symbolicName, version);
    }

    BundleJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    BundleJar activator(Class<?> type) {
        return header("Bundle-Activator", type.getName())
                .header("Import-Package", "org.osgi.framework")
                .type(type);
    }

    /** An immediate component that offers a service, under a name that outlives the class behind it. */
    BundleJar offering(String name, Class<?> type, Class<?> service) {
        return component(
                name,
                type,
                "immediate=\"true\"",
                "<service><provide interface=\"" + service.getName() + "\"/></service>");
    }

    /** An immediate component that needs a service in its constructor. */
    BundleJar needing(String name, Class<?> type, Class<?> service) {
        return component(
                name,
                type,
                "immediate=\"true\" init=\"1\"",
                "<reference name=\"needed\" interface=\"" + service.getName() + "\" parameter=\"0\"/>");
    }

    private BundleJar component(String name, Class<?> type, String attributes, String body) {
        String file = "OSGI-INF/" + name + ".xml";
        entries.put(
                file,
                ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + name + "\" " + attributes
                                + ">" + body + "<implementation class=\"" + type.getName() + "\"/></scr:component>")
                        .getBytes(StandardCharsets.UTF_8));
        return header("Service-Component", file).type(type);
    }

    private BundleJar type(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(path), path)) {
            entries.put(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    InputStream open() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
