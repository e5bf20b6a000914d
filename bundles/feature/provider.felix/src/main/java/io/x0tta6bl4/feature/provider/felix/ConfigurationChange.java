package io.x0tta6bl4.feature.provider.felix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.osgi.service.feature.FeatureConfiguration;

/**
 * What a change writes and deletes; configurations that it leaves as they are, also those that an operator changed, are not in it.
 *
 * @param written by PID
 * @param deleted by PID
 */
record ConfigurationChange(Map<String, FeatureConfiguration> written, Map<String, FeatureConfiguration> deleted) {

    static ConfigurationChange between(Composition now, Composition target) {
        Map<String, FeatureConfiguration> before = all(now);
        Map<String, FeatureConfiguration> after = all(target);
        Map<String, FeatureConfiguration> written = new TreeMap<>();
        Map<String, FeatureConfiguration> deleted = new TreeMap<>();
        after.forEach((pid, wanted) -> {
            FeatureConfiguration was = before.get(pid);
            if (was == null || !same(was.getValues(), wanted.getValues())) written.put(pid, wanted);
        });
        before.forEach((pid, was) -> {
            if (!after.containsKey(pid)) deleted.put(pid, was);
        });
        return new ConfigurationChange(written, deleted);
    }

    private static Map<String, FeatureConfiguration> all(Composition composition) {
        Map<String, FeatureConfiguration> all = new TreeMap<>();
        for (FeatureFile file : composition.features())
            file.feature().getConfigurations().values().forEach(c -> all.put(c.getPid(), c));
        return all;
    }

    private static boolean same(Map<String, Object> left, Map<String, Object> right) {
        if (!left.keySet().equals(right.keySet())) return false;
        return left.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), right.get(e.getKey())));
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        written.keySet().forEach(pid -> words.add("write " + pid));
        deleted.keySet().forEach(pid -> words.add("delete " + pid));
        return words;
    }
}
