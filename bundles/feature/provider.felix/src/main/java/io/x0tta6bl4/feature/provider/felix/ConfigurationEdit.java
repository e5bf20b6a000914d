package io.x0tta6bl4.feature.provider.felix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.FeatureConfiguration;

/** Writes and deletes configurations so that it can be undone. */
final class ConfigurationEdit {
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;
    private final ConfigurationChange change;
    private final Map<FeatureConfiguration, @Nullable Dictionary<String, Object>> before = new LinkedHashMap<>();

    ConfigurationEdit(ConfigurationAdmin admin, ConfigurationChange change) {
        this.admin = admin;
        this.change = change;
    }

    void write() throws ChangeFailed {
        for (FeatureConfiguration wanted : change.written().values()) {
            try {
                Configuration found = find(wanted.getPid());
                before.put(wanted, found == null ? null : found.getProperties());
                configuration(wanted).updateIfDifferent(new Hashtable<>(wanted.getValues()));
            } catch (IOException | RuntimeException e) {
                throw new ChangeFailed("the configuration " + wanted.getPid() + " cannot be written: " + Wording.of(e));
            }
        }
    }

    void delete() throws ChangeFailed {
        for (FeatureConfiguration unwanted : change.deleted().values()) {
            try {
                Configuration found = find(unwanted.getPid());
                if (found == null) continue;
                before.put(unwanted, found.getProperties());
                found.delete();
            } catch (IOException | RuntimeException e) {
                throw new ChangeFailed(
                        "the configuration " + unwanted.getPid() + " cannot be deleted: " + Wording.of(e));
            }
        }
    }

    void undo() throws IOException {
        List<FeatureConfiguration> touched = new ArrayList<>(before.keySet());
        for (FeatureConfiguration one : touched.reversed()) {
            Dictionary<String, Object> was = before.get(one);
            Configuration found = find(one.getPid());
            if (was != null) configuration(one).updateIfDifferent(was);
            else if (found != null) found.delete();
        }
    }

    private @Nullable Configuration find(String pid) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? null : found[0];
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
}
