package io.x0tta6bl4.execute.provider.file;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Baselines whose content lies in a directory. */
final class DirectoryBaselines implements Baselines {
    private final Path directory;
    private final List<Baseline> kept = new ArrayList<>();
    final Set<String> rejected = new HashSet<>();

    DirectoryBaselines(Path directory) {
        this.directory = directory;
    }

    @Override
    public Baseline keep(ElementId element, String name, String version, byte[] content) {
        var baseline = new Baseline(element, name, ConfigurationFile.digest(content), version, Instant.now());
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(baseline.digest()), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kept.addFirst(baseline);
        return baseline;
    }

    @Override
    public Optional<Baseline> newest(ElementId element, String name) {
        return of(element).stream().filter(b -> b.name().equals(name)).findFirst();
    }

    @Override
    public List<Baseline> of(ElementId element) {
        return kept.stream().filter(b -> b.element().equals(element)).toList();
    }

    @Override
    public InputStream open(Baseline baseline) {
        try {
            return Files.newInputStream(directory.resolve(baseline.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reject(ElementId element, String name, String digest, String why) {
        rejected.add(name + digest);
    }

    @Override
    public boolean rejected(ElementId element, String name, String digest) {
        return rejected.contains(name + digest);
    }
}
