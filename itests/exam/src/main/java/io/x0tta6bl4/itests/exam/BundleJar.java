package io.x0tta6bl4.itests.exam;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds a small bundle from classes of a test, as somebody outside would: into a repository, or in memory. */
public final class BundleJar {
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final String artifact;
    private final String version;

    private BundleJar(String artifact, String version) {
        this.artifact = artifact;
        this.version = version;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", artifact);
        header("Bundle-Version", version);
    }

    public static BundleJar of(String artifact, String version) {
        return new BundleJar(artifact, version);
    }

    public BundleJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    public BundleJar activator(Class<?> type) {
        return header("Bundle-Activator", type.getName())
                .header("Import-Package", "org.osgi.framework")
                .type(type);
    }

    /** An immediate component that offers services. */
    public BundleJar offering(String name, Class<?> type, Class<?>... services) {
        StringBuilder provided = new StringBuilder("<service>");
        for (Class<?> service : services)
            provided.append("<provide interface=\"").append(service.getName()).append("\"/>");
        return component(
                name, type, "immediate=\"true\"", provided.append("</service>").toString());
    }

    /** An immediate component that needs a service in its constructor. */
    public BundleJar needing(String name, Class<?> type, Class<?> service) {
        return component(
                name,
                type,
                "immediate=\"true\" init=\"1\"",
                "<reference name=\"needed\" interface=\"" + service.getName()
                        + "\" parameter=\"0\" policy-option=\"greedy\"/>");
    }

    /** An immediate component that passes calls on to a service it holds dynamically. */
    public BundleJar passing(String name, Class<?> type, Class<?> service, Class<?> offered) {
        return component(
                name,
                type,
                "immediate=\"true\" deactivate=\"close\"",
                "<service><provide interface=\"" + offered.getName()
                        + "\"/></service><reference name=\"held\" interface=\""
                        + service.getName()
                        + "\" cardinality=\"0..n\" policy=\"dynamic\" policy-option=\"greedy\" bind=\"bind\""
                        + " unbind=\"unbind\"/>");
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

    public BundleJar type(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(path), path)) {
            entries.put(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes the jar into a repository of Maven's layout; returns its coordinates. */
    public String into(Path repository) throws IOException {
        Path file = repository.resolve("outside/" + artifact + "/" + version + "/" + artifact + "-" + version + ".jar");
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
        return "outside:" + artifact + ":" + version;
    }

    /** The jar, to be read once. */
    public InputStream open() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private void write(OutputStream out) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
