package io.x0tta6bl4.feature.provider.felix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;

/** Brings the configurations of the features into force; what an earlier start brought and no feature names any more goes. */
final class Configurations {
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;
    private final Path ledger;

    /** @param ledger the file that remembers which PIDs were brought into force */
    Configurations(ConfigurationAdmin admin, Path ledger) {
        this.admin = admin;
        this.ledger = ledger;
    }

    /** Returns what went wrong, one sentence each; the rest is in force. */
    List<String> apply(Collection<Feature> features) {
        List<String> problems = new ArrayList<>();
        Set<String> applied = new LinkedHashSet<>();
        for (Feature feature : features)
            for (FeatureConfiguration wanted : feature.getConfigurations().values()) {
                try {
                    configuration(wanted).updateIfDifferent(properties(wanted));
                } catch (IOException | RuntimeException e) {
                    problems.add("configuration " + wanted.getPid() + " of " + feature.getID() + ": " + e.getMessage());
                }
                applied.add(wanted.getPid());
            }
        try {
            forget(applied);
        } catch (IOException e) {
            problems.add("configurations of earlier features were not looked for: " + e.getMessage());
        }
        return problems;
    }

    /** Which of the PIDs have no configuration. */
    List<String> missing(Collection<String> pids) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String pid : pids) if (find(pid) == null) missing.add(pid);
        return missing;
    }

    private void forget(Set<String> applied) throws IOException {
        if (Files.exists(ledger))
            for (String pid : Files.readAllLines(ledger)) {
                Configuration[] found = applied.contains(pid) ? null : find(pid);
                if (found != null) for (Configuration configuration : found) configuration.delete();
            }
        Files.write(ledger, applied, StandardCharsets.UTF_8);
    }

    private Configuration @org.jspecify.annotations.Nullable [] find(String pid) throws IOException {
        try {
            return admin.listConfigurations("(service.pid=" + pid + ")");
        } catch (InvalidSyntaxException e) {
            throw new IOException("'" + pid + "' is no PID", e);
        }
    }

    private Configuration configuration(FeatureConfiguration wanted) throws IOException {
        var factory = wanted.getFactoryPid();
        if (factory.isEmpty()) return admin.getConfiguration(wanted.getPid(), ANY_BUNDLE);
        String name = wanted.getPid().substring(factory.get().length() + 1);
        return admin.getFactoryConfiguration(factory.get(), name, ANY_BUNDLE);
    }

    private static Dictionary<String, Object> properties(FeatureConfiguration wanted) {
        return new Hashtable<>(wanted.getValues());
    }
}
