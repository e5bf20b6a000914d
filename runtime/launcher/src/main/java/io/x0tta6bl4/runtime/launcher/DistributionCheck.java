package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Looks through an assembled distribution for what must not be handed out, and for what is missing. */
public final class DistributionCheck {

    /** As classes name it. Put together here, so that this class does not name it. */
    private static final String JUNIT = String.join("/", "Lorg", "junit", "");

    private static final String OWN = "io.x0tta6bl4";

    private final Distribution distribution;
    private final List<String> faults = new ArrayList<>();

    private DistributionCheck(Path home) {
        this.distribution = new Distribution(home, List.of());
    }

    /** {@code DIR INSTANT}: ends with 1 and one line per fault; else dates the class path, as the AOT cache needs it. */
    public static void main(String[] words) throws IOException {
        Path home = Path.of(words[0]).toAbsolutePath();
        List<String> faults = faults(home);
        faults.forEach(fault -> System.err.println("distribution: " + fault));
        if (!faults.isEmpty()) {
            System.exit(Refusal.FAILURE);
        }
        FileTime date = FileTime.from(Instant.parse(words[1]));
        for (Path library : files(home.resolve("lib"))) {
            Files.setLastModifiedTime(library, date);
        }
    }

    /** Empty when all is well. */
    static List<String> faults(Path home) throws IOException {
        DistributionCheck check = new DistributionCheck(home);
        check.features();
        check.repository();
        return check.faults;
    }

    private void features() throws IOException {
        try {
            for (String name : distribution.defaultFeatures()) {
                FeatureFile feature = FeatureFile.read(distribution.featureFile(name));
                for (FeatureFile.Entry entry : feature.bundles()) {
                    unpacked(distribution.bundleFile(entry.coordinates(), feature));
                }
            }
        } catch (Refusal refusal) {
            faults.add(refusal.getMessage());
        }
        for (Path file : files(distribution.home().resolve("features"))) {
            if (file.getFileName().toString().endsWith(".stub.json")) {
                faults.add("The feature " + file.getFileName() + " is for stubs.");
            }
        }
    }

    private void repository() throws IOException {
        Set<Path> named = new TreeSet<>();
        for (Path file : files(distribution.home().resolve("features"))) {
            try {
                FeatureFile feature = FeatureFile.read(file);
                for (FeatureFile.Entry entry : feature.bundles()) {
                    named.add(distribution.bundleFile(entry.coordinates(), feature));
                }
            } catch (Refusal refusal) {
                faults.add(refusal.getMessage());
            }
        }
        for (Path jar : files(distribution.home().resolve("repository"))) {
            if (!named.contains(jar)) {
                faults.add("No feature names " + jar + ".");
            }
            content(jar);
        }
        for (Path jar : files(distribution.home().resolve("lib"))) {
            content(jar);
        }
    }

    private void content(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes manifest = file.getManifest() == null
                    ? new Attributes()
                    : file.getManifest().getMainAttributes();
            if (text(manifest, "Require-Capability").contains("x0.profile")) {
                faults.add(jar + " asks for a profile: it is a stub.");
            }
            wiring(jar, manifest);
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().startsWith("io/x0tta6bl4/") && isTest(file, entry)) {
                    faults.add(jar + " holds a class of a test or a simulator: " + entry.getName() + ".");
                }
            }
        }
    }

    /** A jar inside a bundle is unpacked at each start: on a full disk such a bundle is broken until it is updated. */
    private void unpacked(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String path =
                    file.getManifest() == null ? "" : text(file.getManifest().getMainAttributes(), "Bundle-ClassPath");
            for (String part : path.split(",")) {
                if (part.strip().endsWith(".jar")) {
                    faults.add(jar + " is in the default node and has " + part.strip()
                            + " unpacked at each start, for which a full disk has no room.");
                }
            }
        }
    }

    /** What {@link EarlyStart} stands on: bundles of others are wired to each other as if the node's own were there already. */
    private void wiring(Path jar, Attributes manifest) {
        String name = text(manifest, "Bundle-SymbolicName");
        if (name.isEmpty()) return;
        boolean own = name.startsWith(OWN);
        String imports = text(manifest, "Import-Package") + "," + text(manifest, "DynamicImport-Package");
        if (!own && imports.contains(OWN)) {
            faults.add(jar + " is of others and imports from a bundle of the node, which may come after it.");
        }
        if (own
                && !text(manifest, "Fragment-Host").isEmpty()
                && !text(manifest, "Fragment-Host").startsWith(OWN)) {
            faults.add(jar + " is a fragment of a bundle of others, which may have started before it comes.");
        }
        for (String clause : text(manifest, "Export-Package").split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            if (own && !clause.isBlank() && !clause.strip().startsWith(OWN)) {
                faults.add(jar + " exports " + clause.split(";")[0].strip() + ", which a bundle of others may want.");
            }
        }
    }

    private static String text(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? "" : value;
    }

    /** By its name, or because it speaks of JUnit. */
    private static boolean isTest(JarFile file, JarEntry entry) throws IOException {
        if (!entry.getName().endsWith(".class")) {
            return false;
        }
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.getName().contains("/itests/")
                || name.matches("(Stub|Fake|Mock|Simulat).*|.*(Stub|Fake|Mock|Simulator).*")) {
            return true;
        }
        try (InputStream content = file.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1).contains(JUNIT);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
