package io.x0tta6bl4.feature.provider.felix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What a node is made of at one moment, in comparable words: bundles with version, state, start level and wires;
 * configurations with their values.
 */
record Snapshot(Map<String, String> facts) {

    static Snapshot of(BundleContext context, ConfigurationAdmin admin) {
        Map<String, String> facts = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            String name = "bundle " + bundle.getBundleId() + " " + bundle.getSymbolicName();
            BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
            facts.put(
                    name,
                    bundle.getVersion() + " of " + bundle.getLocation() + ", changed " + bundle.getLastModified()
                            + ", state " + bundle.getState() + ", start level " + start.getStartLevel()
                            + (start.isPersistentlyStarted() ? ", started" : ", not started"));
            facts.put(name + " wires", wires(bundle));
        }
        configurations(admin, facts);
        return new Snapshot(facts);
    }

    private static String wires(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) return "none";
        TreeSet<String> wires = new TreeSet<>();
        for (BundleWire wire : wiring.getRequiredWires(null))
            // A dynamic import is wired when a class is first asked for, whatever else happens.
            if (!"dynamic".equals(wire.getRequirement().getDirectives().get("resolution")))
                wires.add(wire.getProvider().getBundle().getBundleId() + " "
                        + wire.getCapability().getNamespace() + " "
                        + wire.getCapability()
                                .getAttributes()
                                .get(wire.getCapability().getNamespace()));
        return wires.toString();
    }

    private static void configurations(ConfigurationAdmin admin, Map<String, String> facts) {
        try {
            Configuration[] all = admin.listConfigurations(null);
            if (all == null) return;
            for (Configuration configuration : all)
                facts.put("configuration " + configuration.getPid(), values(configuration.getProperties()));
        } catch (IOException | InvalidSyntaxException e) {
            facts.put("configurations", "cannot be read: " + e.getMessage());
        }
    }

    private static String values(Dictionary<String, Object> properties) {
        if (properties == null) return "none";
        TreeMap<String, String> values = new TreeMap<>();
        for (String key : Collections.list(properties.keys())) {
            Object value = properties.get(key);
            values.put(key, value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value));
        }
        return values.toString();
    }

    /** What is not as it was, one sentence each. */
    List<String> differencesTo(Snapshot before) {
        List<String> differences = new ArrayList<>();
        before.facts.forEach((name, fact) -> {
            String now = facts.get(name);
            if (now == null) differences.add(name + " is gone; it was " + fact);
            else if (!now.equals(fact)) differences.add(name + " is " + now + "; it was " + fact);
        });
        facts.forEach((name, fact) -> {
            if (!before.facts.containsKey(name)) differences.add(name + " was not there; it is " + fact);
        });
        return differences;
    }
}
