package io.x0tta6bl4.feature.provider.maven;

import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Fetches artifacts from the Maven repositories of the framework property {@code x0.maven} and of its configuration, in this
 * order; what was fetched stays in {@code maven/} of the data directory.
 *
 * <p>A repository has to offer a checksum beside the artifact, and it has to fit. That guards against transfers that went
 * wrong, not against the repository: for that a feature is signed.
 */
@Component(
        service = {ArtifactSource.class, SelfTest.class},
        property = {"x0.capability=feature", "x0.name=maven"})
public final class MavenArtifactSource implements ArtifactSource, SelfTest {
    /** Where to ask, and how patiently. */
    public @interface Config {
        /** Addresses: {@code https://…}, {@code http://…}, {@code file:///…}. */
        String[] repositories() default {};

        /** To the open connection. */
        long connect_milliseconds() default 5_000;

        /** Between two bytes. */
        long silence_milliseconds() default 10_000;

        /** For one artifact over all repositories and tries. */
        long total_milliseconds() default 60_000;

        /** After a connection that broke. */
        int retries() default 2;
    }

    private final List<URI> repositories;
    private final Path cache;
    private final Limits limits;
    private volatile @Nullable Resolver resolver;

    @Activate
    public MavenArtifactSource(BundleContext context, Config config) {
        this(
                Repositories.parse(Stream.concat(
                                Arrays.stream(named(context.getProperty("x0.maven"))),
                                Arrays.stream(config.repositories()))
                        .toList()),
                cache(context),
                new Limits(
                        Duration.ofMillis(config.connect_milliseconds()),
                        Duration.ofMillis(config.silence_milliseconds()),
                        Duration.ofMillis(config.total_milliseconds()),
                        config.retries()));
    }

    MavenArtifactSource(List<URI> repositories, Path cache, Limits limits) {
        this.repositories = List.copyOf(repositories);
        this.cache = cache;
        this.limits = limits;
    }

    private static String[] named(@Nullable String property) {
        return property == null ? new String[0] : property.split(",");
    }

    private static Path cache(BundleContext context) {
        String data = context.getProperty("x0.data");
        return data == null ? context.getDataFile("maven").toPath() : Path.of(data, "maven");
    }

    @Deactivate
    void close() {
        Resolver open = resolver;
        if (open != null) open.close();
    }

    @Override
    public String places() {
        if (repositories.isEmpty()) return "no Maven repository: none is named (x0 run --maven ADDRESS)";
        return repositories.stream().map(URI::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<Path> fetch(String coordinates, boolean offline) throws IOException {
        if (repositories.isEmpty()) return Optional.empty();
        var artifact = MavenCoordinates.artifact(coordinates);
        FutureTask<Optional<Path>> task = new FutureTask<>(() -> resolver().resolve(artifact, offline));
        Thread.ofPlatform().daemon().name("maven-fetch").start(task);
        try {
            return task.get(limits.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limits.total().toMillis() + " ms for " + coordinates, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IOException("fetching " + coordinates + " failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("fetching " + coordinates + " was interrupted", e);
        } finally {
            task.cancel(true);
        }
    }

    private synchronized Resolver resolver() {
        Resolver open = resolver;
        if (open == null) {
            open = new Resolver(repositories, cache, limits);
            resolver = open;
        }
        return open;
    }

    /** No repository is asked: that one is away makes no node unready. */
    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "fetch an artifact from a repository of its own, and refuse it with a wrong checksum", () -> {
                    try (TrialRepository trial = TrialRepository.create()) {
                        return trial.check(limits) + "; " + places();
                    }
                });
    }
}
