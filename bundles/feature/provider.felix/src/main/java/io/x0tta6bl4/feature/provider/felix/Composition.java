package io.x0tta6bl4.feature.provider.felix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The features that make up the node, in start order.
 *
 * @param features as read
 */
record Composition(List<FeatureFile> features) {
    Composition {
        features = List.copyOf(features);
    }

    Optional<FeatureFile> named(String name) {
        return features.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** With the feature in the place of one of the same name, else at the end. */
    Composition with(FeatureFile feature) {
        List<FeatureFile> all = new ArrayList<>(features);
        for (int i = 0; i < all.size(); i++)
            if (all.get(i).name().equals(feature.name())) {
                all.set(i, feature);
                return new Composition(all);
            }
        all.add(feature);
        return new Composition(all);
    }

    Composition without(String name) {
        List<FeatureFile> all = new ArrayList<>(features);
        all.removeIf(f -> f.name().equals(name));
        return new Composition(all);
    }

    /** Every bundle once, whatever features share it. */
    Map<Coordinates, WantedBundle> bundles() {
        Map<Coordinates, WantedBundle> all = new LinkedHashMap<>();
        for (FeatureFile feature : features)
            for (WantedBundle bundle : feature.bundles()) all.putIfAbsent(bundle.coordinates(), bundle);
        return all;
    }

    /** Names of the features that want a bundle. */
    List<String> wanting(Coordinates coordinates) {
        return features.stream()
                .filter(f -> f.bundles().stream().anyMatch(b -> b.coordinates().equals(coordinates)))
                .map(FeatureFile::name)
                .toList();
    }

    List<Path> files() {
        return features.stream().map(FeatureFile::path).toList();
    }
}
