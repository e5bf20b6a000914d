package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** Installs the bundles of a node into a framework that is initialised, each with its start level and to be started. */
final class Installation {
    private static final String OWN = "io.x0tta6bl4";

    private final BundleContext context;
    private final FrameworkStartLevel levels;
    private final List<Bundle> bundles = new ArrayList<>();
    private final Map<Bundle, Throwable> failures = new LinkedHashMap<>();

    Installation(BundleContext context) {
        this.context = context;
        this.levels = context.getBundle(0).adapt(FrameworkStartLevel.class);
    }

    /** Those of others; {@code files} are in start order. */
    void others(Map<FeatureFile.Entry, Path> files) throws IOException, Refusal {
        install(files, entry -> !own(entry));
    }

    /** The node's own: none is started before all are there, since levels below the present one start at once. */
    void own(Map<FeatureFile.Entry, Path> files) throws IOException, Refusal {
        install(files, Installation::own);
    }

    /** What was installed so far, in that order. */
    List<Bundle> bundles() {
        return List.copyOf(bundles);
    }

    /** What was to start at once and did not, with the reason: no reason to stop for the others. */
    Map<Bundle, Throwable> failures() {
        return Map.copyOf(failures);
    }

    private void install(Map<FeatureFile.Entry, Path> files, Predicate<FeatureFile.Entry> which)
            throws IOException, Refusal {
        int initial = levels.getInitialBundleStartLevel();
        List<Bundle> come = new ArrayList<>();
        for (Map.Entry<FeatureFile.Entry, Path> file : files.entrySet()) {
            if (which.test(file.getKey())) come.add(install(file));
        }
        levels.setInitialBundleStartLevel(initial);
        bundles.addAll(come);
        for (Bundle bundle : come) if (!fragment(bundle)) start(bundle);
    }

    private static boolean own(FeatureFile.Entry entry) {
        return entry.coordinates().group().equals(OWN);
    }

    private Bundle install(Map.Entry<FeatureFile.Entry, Path> file) throws IOException, Refusal {
        FeatureFile.Entry entry = file.getKey();
        // A level that a bundle is installed with is written once; one set afterwards is written again.
        levels.setInitialBundleStartLevel(entry.startLevel());
        try (InputStream content = Files.newInputStream(file.getValue())) {
            return context.installBundle(Node.location(entry.coordinates()), content);
        } catch (BundleException e) {
            throw Refusal.failure("The bundle " + entry.coordinates() + " in " + file.getValue()
                    + " cannot be installed: " + Words.of(e) + ".");
        }
    }

    /** Marks it to be started, and starts it if its level is reached. */
    private void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            failures.put(bundle, e);
        }
    }

    private static boolean fragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
