package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with the bundles of its features in it. */
final class Node {

    private final Framework framework;
    private final List<Bundle> bundles;
    private final Map<Bundle, String> failures;

    private Node(Framework framework, List<Bundle> bundles, Map<Bundle, String> failures) {
        this.framework = framework;
        this.bundles = bundles;
        this.failures = failures;
    }

    /**
     * Makes the framework, installs every bundle and starts them level by level. A bundle that does not start is no
     * reason to stop: the node runs without it, and says so.
     *
     * @param files the bundles to install, with the file of each, in start order
     */
    static Node start(Map<String, String> settings, Map<FeatureFile.Entry, Path> files) throws Refusal {
        Framework framework = new FrameworkFactory().newFramework(settings);
        try {
            framework.init();
            Map<Bundle, Throwable> errors = new ConcurrentHashMap<>();
            framework.getBundleContext().addFrameworkListener(event -> {
                if (event.getType() == FrameworkEvent.ERROR) {
                    errors.putIfAbsent(event.getBundle(), event.getThrowable());
                }
            });
            Installation installation = started(framework, files);
            installation.failures().forEach(errors::putIfAbsent);
            return new Node(framework, installation.bundles(), reasons(errors));
        } catch (BundleException | IOException e) {
            throw Refusal.failure("The framework does not start: " + Words.of(e) + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.failure("The node was told to end while it started.");
        }
    }

    private static Installation started(Framework framework, Map<FeatureFile.Entry, Path> files)
            throws BundleException, IOException, InterruptedException, Refusal {
        Installation installation = new Installation(framework.getBundleContext());
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        installation.others(files);
        // All at once: one after the other, as each is started, costs a tenth more.
        wiring.resolveBundles(installation.bundles());
        try (EarlyStart start = new EarlyStart(framework)) {
            installation.own(files);
            wiring.resolveBundles(installation.bundles());
            start.goOn();
        }
        return installation;
    }

    /** The same for every start, so that a bundle is found again by the coordinates of its feature. */
    static String location(Coordinates coordinates) {
        return "x0:" + coordinates;
    }

    private static Map<Bundle, String> reasons(Map<Bundle, Throwable> errors) {
        Map<Bundle, String> reasons = new HashMap<>();
        errors.forEach((bundle, error) -> {
            Throwable cause = error;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            reasons.put(bundle, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        });
        return reasons;
    }

    /** What the bundles register their services with. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    int size() {
        return bundles.size();
    }

    /** What does not run although a feature asks for it, one sentence each. */
    List<String> complaints() {
        return new Complaints(framework, bundles, failures).sentences();
    }

    /** Waits until the framework has stopped, also when it is stopped from the console; an update restarts it. */
    void await() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // the framework starts itself again
        }
    }

    /** Stops everything in order. False when that takes longer than the limit. */
    boolean stop(long limitMillis) {
        try {
            framework.stop();
            return framework.waitForStop(limitMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
