package io.x0tta6bl4.runtime.launcher;

import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one node in this process until somebody stops it. */
final class Run {

    /** How long a node may take to stop in order, in milliseconds; after that the process ends all the same. */
    static final long STOP_LIMIT_MILLIS = 20_000;

    /** Set while the node runs: an end that comes then was asked for by a signal. */
    private volatile boolean running;

    void with(List<String> words) throws Refusal {
        requireJava();
        Console terminal = System.console();
        NodeOptions options =
                NodeOptions.parse(words, DefaultData.directory(), terminal != null && terminal.isTerminal());
        LogFormat format = LogFormat.asked(System.getenv(LogFormat.VARIABLE));
        Distribution distribution = new Distribution(home(), options.repositories());
        List<FeatureFile> features = features(distribution, options.named(distribution.defaultFeatures()));
        try (DataDirectory data = DataDirectory.open(options.data())) {
            OwnFeatures own = OwnFeatures.of(options.data());
            Map<FeatureFile.Entry, Path> files = files(distribution, own, own.over(features));
            requireRightWatchFile(options, files);
            int port = port(options.address(), options.http());
            format.set(data.path().resolve("log"));
            WarmUp.begin();
            Node node = Node.start(FrameworkSettings.of(options, distribution.home(), features, port), files);
            running = true;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "x0-stop"));
            new StartReport(options, own, port).print(node);
            StartGarbage.collectLater();
            node.await();
            running = false;
        } catch (IOException e) {
            throw Refusal.failure("The lock of " + options.data() + " cannot be given back: " + Words.of(e) + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A node that was told what to watch and cannot understand it must not look as if it watched. */
    private static void requireRightWatchFile(NodeOptions options, Map<FeatureFile.Entry, Path> files) throws Refusal {
        if (options.watch().isEmpty()) return;
        String findings = WatchCheck.findings(options.watch().get(), files.values());
        if (!findings.isEmpty())
            throw Refusal.usage("The node does not start, since its watch file is refused.\n" + findings);
    }

    static void requireJava() throws Refusal {
        int found = Runtime.version().feature();
        if (found < 25) {
            throw Refusal.failure("A node needs Java 25 or later, this is Java " + found + " in "
                    + System.getProperty("java.home") + ". Set X0_JAVA_HOME to a newer one.");
        }
    }

    static Path home() throws Refusal {
        String home = System.getProperty("x0.home", "");
        if (home.isEmpty()) {
            throw Refusal.failure(
                    "The launcher does not know its distribution: start it with bin/x0, or with" + " -Dx0.home=DIR.");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }

    static List<FeatureFile> features(Distribution distribution, List<String> names) throws Refusal {
        List<FeatureFile> features = new ArrayList<>();
        for (String name : names) {
            features.add(FeatureFile.read(distribution.featureFile(name)));
        }
        return features;
    }

    /** Every bundle once, in start order, whatever features share it. */
    static Map<FeatureFile.Entry, Path> files(Distribution distribution, OwnFeatures own, List<FeatureFile> features)
            throws Refusal {
        Map<Coordinates, Path> found = new LinkedHashMap<>();
        List<FeatureFile.Entry> entries = new ArrayList<>();
        for (FeatureFile feature : features) {
            for (FeatureFile.Entry entry : feature.bundles()) {
                if (found.containsKey(entry.coordinates())) {
                    continue;
                }
                Optional<Path> kept = own.bundleFile(entry.coordinates(), feature);
                found.put(
                        entry.coordinates(),
                        kept.isPresent() ? kept.get() : distribution.bundleFile(entry.coordinates(), feature));
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparingInt(FeatureFile.Entry::startLevel));
        Map<FeatureFile.Entry, Path> files = new LinkedHashMap<>();
        entries.forEach(entry -> files.put(entry, found.get(entry.coordinates())));
        return files;
    }

    /** A port that nobody listens on now. The framework would only log that it is taken, and answer no probe. */
    private static int port(String address, int wanted) throws Refusal {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw Refusal.failure("The port " + wanted + " on " + address + " cannot be had: " + Words.of(e)
                    + ". Give another one with --http PORT, or 0 for any free one.");
        }
    }

    /** Runs while the JVM shuts down. Ends the process itself, so that an ordered stop by a signal counts as success. */
    private void stop(Node node) {
        if (!running) {
            return;
        }
        if (!node.stop(STOP_LIMIT_MILLIS)) {
            System.err.println("x0: The node did not stop in order within " + STOP_LIMIT_MILLIS / 1000 + " s.");
            Runtime.getRuntime().halt(Refusal.FAILURE);
        }
        Runtime.getRuntime().halt(0);
    }
}
