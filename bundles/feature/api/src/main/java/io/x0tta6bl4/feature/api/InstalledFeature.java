package io.x0tta6bl4.feature.api;

import java.util.List;

/**
 * A feature as installed.
 *
 * @param id Maven coordinates, {@code group:artifact:version}
 * @param name short name, {@code monitor.process}
 * @param description one sentence
 * @param bundles its bundles with their state on this node
 * @param configurations PIDs it configures
 */
public record InstalledFeature(
        String id, String name, String description, List<FeatureBundle> bundles, List<String> configurations) {

    /** A bundle of a feature: coordinates, and its state in the words of the console. */
    public record FeatureBundle(String id, String symbolicName, String version, String state) {}

    public InstalledFeature {
        bundles = List.copyOf(bundles);
        configurations = List.copyOf(configurations);
    }
}
