package io.x0tta6bl4.runtime.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Lays a root into the layers of an OCI image, what changes rarely first, and writes it as one archive. */
final class Layers {
    private final Path root;

    Layers(Path root) {
        this.root = root;
    }

    /** Writes the archive; returns the digest of the image. */
    String write(Path archive, String name, String version, Path cache)
            throws IOException, InterruptedException, Refused {
        JibContainerBuilder image = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Shape.TIME)
                .setUser(Shape.USER)
                .setEntrypoint(Shape.ENTRYPOINT)
                .setWorkingDirectory(AbsoluteUnixPath.get(Shape.VOLUME))
                .setEnvironment(Map.of("X0_DATA", Shape.DATA))
                .setVolumes(Set.of(AbsoluteUnixPath.get(Shape.VOLUME)))
                .setExposedPorts(Set.of(Port.tcp(Shape.HEALTH)))
                .setLabels(Map.of(
                        "org.opencontainers.image.title", "x0tta6bl4",
                        "org.opencontainers.image.version", version,
                        "org.opencontainers.image.licenses", "Apache-2.0"));
        image.addFileEntriesLayer(layer("system", path -> !path.startsWith("/opt/") && !path.startsWith("/data")));
        image.addFileEntriesLayer(layer("java", path -> path.startsWith(Shape.JAVA)));
        image.addFileEntriesLayer(layer("bundles", path -> path.startsWith(Shape.HOME + "/repository")));
        image.addFileEntriesLayer(layer(
                "node",
                path -> path.startsWith(Shape.HOME)
                        && !path.startsWith(Shape.HOME + "/repository")
                        && !path.equals(ClassArchive.PLACE)));
        image.addFileEntriesLayer(layer("classes", path -> path.equals(ClassArchive.PLACE)));
        image.addFileEntriesLayer(layer("volume", path -> path.startsWith(Shape.VOLUME)));
        return containerize(image, archive, name, cache);
    }

    private static String containerize(JibContainerBuilder image, Path archive, String name, Path cache)
            throws IOException, InterruptedException, Refused {
        try {
            JibContainer made =
                    image.containerize(Containerizer.to(TarImage.at(archive).named(name))
                            .setOfflineMode(true)
                            .setToolName("x0")
                            .setApplicationLayersCache(cache)
                            .setBaseImageLayersCache(cache));
            return made.getDigest().toString();
        } catch (ExecutionException
                | RegistryException
                | CacheDirectoryCreationException
                | InvalidImageReferenceException e) {
            throw new Refused("the layers could not be written: " + e.getMessage());
        }
    }

    private FileEntriesLayer layer(String name, Predicate<String> belongs) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                String path = "/" + root.relativize(file);
                if (file.equals(root) || !belongs.test(path)) continue;
                boolean ours = path.startsWith(Shape.VOLUME);
                layer.addEntry(
                        file, AbsoluteUnixPath.get(path), mode(file, ours), Shape.TIME, ours ? Shape.USER : "0:0");
            }
        }
        return layer.build();
    }

    private static FilePermissions mode(Path file, boolean ours) {
        if (ours) return FilePermissions.fromOctalString("700");
        String name = file.getFileName().toString();
        boolean opens = Files.isDirectory(file)
                || file.getParent().endsWith("bin")
                || name.equals("jspawnhelper")
                || name.startsWith("ld-linux");
        return FilePermissions.fromOctalString(opens ? "755" : "644");
    }
}
