package io.x0tta6bl4.feature.provider.maven;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.ArtifactRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;

/** Maven's resolver over a list of repositories and one cache; nothing of it is loaded before it is first asked. */
final class Resolver implements AutoCloseable {
    private final List<RemoteRepository> repositories;
    private final Path cache;
    private final Limits limits;
    private final RepositorySystem system = new RepositorySystemSupplier().get();

    Resolver(List<URI> repositories, Path cache, Limits limits) {
        this.repositories = repositories.stream().map(Repositories::remote).toList();
        this.cache = cache;
        this.limits = limits;
    }

    /** The file; empty when every repository says that it has it not, or offline when the cache has it not. */
    Optional<Path> resolve(Artifact artifact, boolean offline) throws IOException {
        try (CloseableSession session = session(offline)) {
            ArtifactResult result =
                    system.resolveArtifact(session, new ArtifactRequest(artifact, repositories, "feature"));
            return Optional.of(result.getArtifact().getPath());
        } catch (ArtifactResolutionException e) {
            List<String> troubles = troubles(e.getResult().getMappedExceptions());
            if (offline || troubles.isEmpty()) return Optional.empty();
            throw new IOException(String.join("; ", troubles), e);
        }
    }

    private CloseableSession session(boolean offline) {
        return new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(cache)
                .setOffline(offline)
                .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
                // What was missing a minute ago is asked for again.
                .setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false))
                .setConfigProperties(settings())
                .build();
    }

    private Map<String, Object> settings() {
        return Map.of(
                "aether.transport.http.connectTimeout",
                Math.toIntExact(limits.connect().toMillis()),
                "aether.transport.http.requestTimeout",
                Math.toIntExact(limits.silence().toMillis()),
                "aether.transport.http.retryHandler.count",
                limits.retries(),
                "aether.transport.http.retryHandler.interval",
                100L,
                "aether.transport.http.retryHandler.intervalMax",
                1_000L,
                "aether.transport.http.userAgent",
                "x0tta6bl4",
                // Questions about what a repository may hold would double the waiting for one that hangs.
                "aether.remoteRepositoryFilter.prefixes",
                false,
                "aether.remoteRepositoryFilter.groupId",
                false);
    }

    /** What went wrong at each repository that did not plainly say that it has it not. */
    private static List<String> troubles(Map<ArtifactRepository, List<Exception>> exceptions) {
        List<String> troubles = new ArrayList<>();
        exceptions.forEach((repository, met) -> {
            if (!(repository instanceof RemoteRepository remote)) return;
            String words = met.stream()
                    .filter(e -> !(e instanceof ArtifactNotFoundException))
                    .map(Resolver::words)
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (!words.isEmpty()) troubles.add(remote.getUrl() + ": " + words);
        });
        return troubles;
    }

    /** The deepest cause says what happened, the outermost one only that the artifact was not got. */
    static String words(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < 10; depth++) deepest = deepest.getCause();
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        system.shutdown();
    }
}
