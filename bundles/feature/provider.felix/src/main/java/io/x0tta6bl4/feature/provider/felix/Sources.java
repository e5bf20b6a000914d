package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.feature.provider.felix.sign.SignedFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where features and their bundles come from. */
final class Sources {
    private final Optional<Path> home;
    private final List<Path> repositories = new ArrayList<>();
    private final Supplier<List<ArtifactSource>> remote;

    /** @param framework gives the properties of the framework */
    Sources(Function<String, @Nullable String> framework, Supplier<List<ArtifactSource>> remote) {
        this.home = Optional.ofNullable(framework.apply("x0.home")).map(Path::of);
        this.remote = remote;
        home.ifPresent(path -> repositories.add(path.resolve("repository")));
        String more = framework.apply("x0.repositories");
        if (more != null)
            for (String path : more.split(",")) if (!path.isBlank()) repositories.add(Path.of(path.strip()));
    }

    /** The file of a feature by its path, its directory, its name in the distribution or its coordinates. */
    Path feature(String subject, boolean offline) throws BrokenFeature {
        Path path = Path.of(subject);
        if (Files.isRegularFile(path)) return path.toAbsolutePath().normalize();
        if (Files.isDirectory(path)) return only(path.toAbsolutePath().normalize());
        if (subject.contains("/") || subject.endsWith(".json")) throw new BrokenFeature("there is no file " + subject);
        if (!subject.contains(":")) return named(subject);
        Coordinates coordinates = coordinates(subject);
        List<String> tried = new ArrayList<>();
        Path file = artifact(coordinates, Optional.empty(), offline, tried)
                .orElseThrow(() -> new BrokenFeature("the feature " + coordinates + " is in none of " + tried));
        signature(coordinates, file, offline);
        return file;
    }

    /** Where a feature was fetched from its signature lies beside it; without one it is judged as a feature without. */
    private void signature(Coordinates feature, Path file, boolean offline) {
        Path beside = SignedFeature.beside(file);
        if (Files.exists(beside)) return;
        Coordinates signature = new Coordinates(
                feature.group(),
                feature.artifact(),
                feature.extension() + SignedFeature.SUFFIX,
                feature.classifier(),
                feature.version());
        fetched(signature, offline, new ArrayList<>());
    }

    private static Path only(Path directory) throws BrokenFeature {
        try (var files = Files.list(directory)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            if (found.size() == 1) return found.getFirst();
            throw new BrokenFeature("the directory " + directory + " has " + found.size() + " feature files, name one: "
                    + found.stream().map(Path::getFileName).toList());
        } catch (IOException e) {
            throw new BrokenFeature("the directory " + directory + " cannot be read: " + e.getMessage());
        }
    }

    private Path named(String name) throws BrokenFeature {
        Optional<Path> file =
                home.map(h -> h.resolve("features").resolve(name + ".json")).filter(Files::isRegularFile);
        return file.orElseThrow(() -> new BrokenFeature("there is no feature '" + name
                + "': it is no file, no directory, no coordinates (group:artifact:version) and not among the features"
                + " of the distribution"
                + home.map(h -> " in " + h.resolve("features")).orElse("")));
    }

    private static Coordinates coordinates(String subject) throws BrokenFeature {
        try {
            Coordinates given = Coordinates.parse(subject);
            return subject.split(":").length > 3
                    ? given
                    : new Coordinates(given.group(), given.artifact(), "json", "", given.version());
        } catch (IllegalArgumentException e) {
            throw new BrokenFeature(e.getMessage());
        }
    }

    /**
     * The file of an artifact.
     *
     * @param beside the directory of the feature that wants it, looked into first
     * @param tried gets the places that were looked into
     */
    Optional<Path> artifact(Coordinates coordinates, Optional<Path> beside, boolean offline, List<String> tried) {
        List<Path> candidates = new ArrayList<>();
        beside.ifPresent(directory -> {
            candidates.add(directory.resolve(coordinates.path()));
            candidates.add(directory.resolve("repository").resolve(coordinates.path()));
            candidates.add(directory.resolve(coordinates.file()));
            tried.add(directory.toString());
        });
        for (Path repository : repositories) {
            candidates.add(repository.resolve(coordinates.path()));
            tried.add(repository.toString());
        }
        Optional<Path> found = candidates.stream().filter(Files::isReadable).findFirst();
        return found.isPresent() ? found : fetched(coordinates, offline, tried);
    }

    private Optional<Path> fetched(Coordinates coordinates, boolean offline, List<String> tried) {
        List<ArtifactSource> sources = remote.get();
        if (sources.isEmpty()) tried.add("no remote repository (a node asks those of x0 run --maven ADDRESS)");
        for (ArtifactSource source : sources) {
            try {
                Optional<Path> file = source.fetch(coordinates.toString(), offline);
                if (file.isPresent()) return file;
                tried.add(source.places() + (offline ? " (offline)" : ""));
            } catch (IOException e) {
                tried.add(source.places() + " (" + e.getMessage() + ")");
            }
        }
        return Optional.empty();
    }

    /** Whether the file is a part of the distribution that the node itself was started from. */
    boolean ofDistribution(Path file) {
        return home.filter(h -> file.normalize().startsWith(h.resolve("features"))
                        || file.normalize().startsWith(h.resolve("repository")))
                .isPresent();
    }
}
