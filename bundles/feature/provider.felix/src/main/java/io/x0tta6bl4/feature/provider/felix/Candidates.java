package io.x0tta6bl4.feature.provider.felix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Bundles that may come, read by a second framework of the same make that never starts: its reading of their headers is the
 * one that counts later, and the node itself is not touched.
 */
final class Candidates implements AutoCloseable {
    private static final long STOP_MILLIS = 5_000;

    private final Framework shadow;
    private final Path directory;
    private final Map<Coordinates, BundleRevision> revisions = new HashMap<>();

    /** @param obstacles gets what cannot be read as a bundle */
    Candidates(BundleContext node, Map<Coordinates, Path> files, List<String> obstacles)
            throws IOException, BundleException {
        directory = Files.createTempDirectory("x0-plan");
        ClassLoader maker = node.getBundle(0).getClass().getClassLoader();
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class, maker)
                .findFirst()
                .orElseThrow(() -> new BundleException("the framework cannot be made a second time to plan in"));
        shadow = factory.newFramework(settings(node));
        shadow.init();
        files.forEach((coordinates, file) -> read(coordinates, file, obstacles));
    }

    private Map<String, String> settings(BundleContext node) {
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, directory.toString());
        settings.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        settings.put("felix.service.urlhandlers", "false");
        settings.put("felix.log.level", "0");
        String extra = node.getProperty(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA);
        if (extra != null) settings.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, extra);
        return settings;
    }

    private void read(Coordinates coordinates, Path file, List<String> obstacles) {
        try (InputStream in = Files.newInputStream(file)) {
            Bundle bundle = shadow.getBundleContext().installBundle("x0:" + coordinates, in);
            if (bundle.getSymbolicName() == null)
                obstacles.add(coordinates + " is no bundle: it has no Bundle-SymbolicName");
            else revisions.put(coordinates, bundle.adapt(BundleRevision.class));
        } catch (BundleException | IOException | RuntimeException e) {
            obstacles.add(coordinates + " cannot be read as a bundle: " + Wording.of(e));
        }
    }

    Map<Coordinates, BundleRevision> revisions() {
        return Map.copyOf(revisions);
    }

    @Override
    public void close() throws IOException {
        try {
            shadow.stop();
            shadow.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(directory)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.sort(Comparator.reverseOrder());
            for (Path file : all) Files.deleteIfExists(file);
        }
    }
}
