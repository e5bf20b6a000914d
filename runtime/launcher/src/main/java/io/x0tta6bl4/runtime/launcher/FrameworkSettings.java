package io.x0tta6bl4.runtime.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The properties that the framework of a node is made with. Bundles read them, nobody changes them. */
final class FrameworkSettings {

    private FrameworkSettings() {}

    /** @param features those of the distribution and of the options, before what was changed on the node itself */
    static Map<String, String> of(NodeOptions node, Path home, List<FeatureFile> features, int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("x0.home", home.toString());
        settings.put("x0.data", node.data().toString());
        settings.put("x0.node", node.name());
        settings.put("x0.profile", node.profile().word());
        settings.put(
                "x0.features",
                String.join(",", features.stream().map(f -> f.file().toString()).toList()));
        settings.put(
                "x0.repositories",
                String.join(
                        ",", node.repositories().stream().map(Path::toString).toList()));
        if (!node.maven().isEmpty()) settings.put("x0.maven", String.join(",", node.maven()));
        node.watch().ifPresent(file -> settings.put("x0.watch", file.toString()));
        node.https().ifPresent(https -> settings.put("x0.https", Integer.toString(https)));
        framework(settings, node.data(), node.profile());
        console(settings, node, home);
        http(settings, node.address(), port);
        logging(settings, home);
        return settings;
    }

    static void framework(Map<String, String> settings, Path data, Profile profile) {
        settings.put("org.osgi.framework.storage", data.resolve("framework").toString());
        // A node is what its features say: the cache of bundles is made anew on each start (docs/guides/running.md).
        settings.put("org.osgi.framework.storage.clean", "onFirstInit");
        settings.put("org.osgi.framework.startlevel.beginning", Integer.toString(FeatureFile.LAST_START_LEVEL));
        // The capability a stub asks for: without 'lab' here no stub resolves.
        settings.put("org.osgi.framework.system.capabilities.extra", "x0.profile;name=" + profile.word());
        // Nobody here needs URLs of bundles as text, and on this JVM Felix cannot put their handlers in without
        // complaint.
        settings.put("felix.service.urlhandlers", "false");
        // A provider that loads a model on a busy machine takes longer than the 5 s after which whoever waits for it
        // would go
        // without it for good: Declarative Services bind it no second time.
        settings.put("ds.lock.timeout.milliseconds", "60000");
        // Felix would print what the launcher says in words.
        settings.put("felix.log.level", "0");
    }

    private static void console(Map<String, String> settings, NodeOptions node, Path home) {
        // JLine finds its terminals on the class path only, so the system bundle serves its packages.
        settings.put("org.osgi.framework.system.packages.extra", JLinePackages.exported());
        settings.put(
                "gosh.home",
                home.resolve(node.console() ? "conf" : "conf/no-console").toString());
        // Without a terminal the shell's bundle still serves its commands (grep, converters), but reads no input.
        if (node.console()) return;
        settings.put("gosh.args", "--nointeractive --noshutdown");
        // JLine reads it from the system; it would look for a terminal with native calls, and there is none.
        System.setProperty("org.jline.terminal.provider", "dumb");
    }

    private static void http(Map<String, String> settings, String address, int port) {
        settings.put("org.apache.felix.http.host", address);
        settings.put("org.osgi.service.http.port", Integer.toString(port));
        settings.put("org.apache.felix.http.jetty.acceptors", "1");
        settings.put("org.apache.felix.http.jetty.selectors", "1");
        settings.put("org.apache.felix.http.jetty.threadpool.max", "16");
        settings.put("org.apache.felix.http.jetty.sendServerHeader", "false");
    }

    static void logging(Map<String, String> settings, Path home) {
        settings.put(
                "org.ops4j.pax.logging.StaticLogbackFile",
                home.resolve("conf/logback.xml").toString());
        // What Pax Logging says before it has read that file.
        settings.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        settings.put("org.ops4j.pax.logging.service.frameworkEventsLogLevel", "WARN");
    }
}
