package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A distribution on disk: {@code conf/}, {@code features/} and bundles in {@code repository/}, all read only.
 *
 * @param home where it lies
 * @param moreRepositories looked into after its own, for features that it does not contain
 */
record Distribution(Path home, List<Path> moreRepositories) {

    Distribution {
        moreRepositories = List.copyOf(moreRepositories);
    }

    /** The short names of the features that a node consists of when nothing else is asked for, in start order. */
    List<String> defaultFeatures() throws Refusal {
        return features("node.properties");
    }

    /** The same for a process that replays. */
    List<String> replayFeatures() throws Refusal {
        return features("replay.properties");
    }

    private List<String> features(String list) throws Refusal {
        Path file = home.resolve("conf").resolve(list);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw Refusal.failure("The list of features " + file + " cannot be read: " + Words.of(e) + ".");
        }
        String names = properties.getProperty("features", "");
        if (names.isBlank()) {
            throw Refusal.failure("The file " + file + " names no features: it needs a line 'features = base, …'.");
        }
        return FeatureChoice.split(names);
    }

    /** A feature by its short name, or by its path when the name has a slash or ends in {@code .json}. */
    Path featureFile(String name) throws Refusal {
        if (name.contains("/") || name.endsWith(".json")) {
            Path file = Path.of(name).toAbsolutePath().normalize();
            if (!Files.isRegularFile(file)) {
                throw Refusal.failure("There is no feature file " + file + ".");
            }
            return file;
        }
        Path file = home.resolve("features").resolve(name + ".json");
        if (!Files.isRegularFile(file)) {
            throw Refusal.failure("There is no feature '" + name + "': " + file + " does not exist. There are: "
                    + String.join(", ", names()) + ".");
        }
        return file;
    }

    /** The file of a bundle, or a refusal that names the bundle and the feature that needs it. */
    Path bundleFile(Coordinates coordinates, FeatureFile feature) throws Refusal {
        List<Path> tried = new ArrayList<>();
        tried.add(home.resolve("repository"));
        tried.addAll(moreRepositories);
        for (Path repository : tried) {
            Path file = repository.resolve(coordinates.path());
            if (Files.isReadable(file)) {
                return file;
            }
        }
        throw Refusal.failure("The bundle " + coordinates + " of the feature " + feature.id() + " is missing: "
                + coordinates.path() + " is in none of " + tried + ".");
    }

    private List<String> names() {
        try (var files = Files.list(home.resolve("features"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of("(the directory cannot be read)");
        }
    }
}
