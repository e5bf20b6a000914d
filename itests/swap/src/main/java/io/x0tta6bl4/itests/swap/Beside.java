package io.x0tta6bl4.itests.swap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/**
 * The sample of {@code src/main/beside}, built for Java 17, updated in an Apache Karaf by its own command while four threads call it a
 * thousand times a second.
 */
final class Beside {
    private static final long BETWEEN_MILLIS = 700;
    private static final int RELEASE = 17;

    private final Path root;
    private final Path karaf;
    private final Path java;

    Beside(Path root, Path karaf, Path java) {
        this.root = root;
        this.karaf = karaf;
        this.java = java;
    }

    /**
     * What the callers saw.
     *
     * @param versions how many versions of the provider answered
     * @param gaps the longest times without a good call, one for each update, in milliseconds
     */
    record Seen(int updates, long calls, long failed, int versions, List<Double> gaps) {
        String words() {
            return String.format(
                    Locale.ROOT,
                    "Karaf  bundle:update     %4d updates %8d calls %7d lost (%.1f an update)  gap p50 %6.1f max %6.1f"
                            + " ms",
                    updates,
                    calls,
                    failed,
                    failed / (double) updates,
                    gaps.isEmpty() ? 0 : gaps.get(gaps.size() / 2),
                    gaps.isEmpty() ? 0 : gaps.getLast());
        }
    }

    Seen updated(int updates) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("x0-beside");
        try {
            Path classes = compiled(work);
            Path api = jar(
                    work,
                    classes,
                    "api",
                    "1.0.0",
                    Map.of("Export-Package", "beside.api;version=1.0.0"),
                    "api/Counting");
            Path result = work.resolve("result");
            Path caller = jar(work, classes, "caller", "1.0.0", Map.of("X-Result", result.toString()), "Caller");
            try (KarafShell shell = KarafShell.start(karaf, java, work.resolve("screen"))) {
                shell.command("bundle:install -s " + api.toUri());
                shell.command("bundle:install -s " + provider(work, classes, 0).toUri());
                shell.command("bundle:install -s " + caller.toUri());
                pause();
                for (int n = 1; n <= updates; n++) {
                    shell.command("bundle:update beside.provider "
                            + provider(work, classes, n).toUri());
                    pause();
                }
                shell.command("bundle:stop beside.caller");
                shell.until(() -> Files.exists(result), "the callers told nothing");
            }
            return seen(updates, Files.readString(result));
        } finally {
            delete(work);
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(BETWEEN_MILLIS);
    }

    private Seen seen(int updates, String text) throws IOException {
        Properties told = new Properties();
        told.load(new StringReader(text));
        List<Double> gaps = Arrays.stream(told.getProperty("gaps").split(" "))
                .filter(gap -> !gap.isBlank())
                .map(gap -> Long.parseLong(gap) / 1e6)
                .sorted(Comparator.reverseOrder())
                .limit(updates)
                .sorted()
                .toList();
        Seen seen = new Seen(
                updates,
                Long.parseLong(told.getProperty("calls")),
                Long.parseLong(told.getProperty("failed")),
                Integer.parseInt(told.getProperty("versions")),
                gaps);
        if (seen.versions() != updates + 1)
            throw new IllegalStateException("of " + (updates + 1) + " versions " + seen.versions() + " answered");
        return seen;
    }

    private Path compiled(Path work) throws IOException {
        Path classes = Files.createDirectory(work.resolve("classes"));
        Path sources = root.resolve("itests/swap/src/main/beside/beside");
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                Integer.toString(RELEASE),
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).forEach(file -> arguments.add(file.toString()));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        if (code != 0) throw new IllegalStateException("the sample is not compiled: " + said);
        return classes;
    }

    private static Path provider(Path work, Path classes, int n) {
        return jar(work, classes, "provider", "1." + n + ".0", Map.of(), "Provider");
    }

    private static Path jar(
            Path work, Path classes, String name, String version, Map<String, String> headers, String type) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "beside." + name);
        main.putValue("Bundle-Version", version);
        if (!name.equals("api")) {
            main.putValue("Bundle-Activator", "beside." + type);
            main.putValue("Import-Package", "org.osgi.framework,org.osgi.util.tracker,beside.api");
        }
        headers.forEach(main::putValue);
        Path file = work.resolve(name + "-" + version + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new ZipEntry("beside/" + type + ".class"));
            jar.write(Files.readAllBytes(classes.resolve("beside/" + type + ".class")));
            jar.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
