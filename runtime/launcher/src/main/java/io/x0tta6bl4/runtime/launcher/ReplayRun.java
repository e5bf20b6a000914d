package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Replays a recording: a framework with the phases of a node and without its sensors, effectors and loop, on a clock that the
 * recording turns. It ends when the recording ends, and leaves nothing but the answers.
 */
final class ReplayRun {
    private static final String REPLAY = "io.x0tta6bl4.replay.api.Replay";
    private static final long STOP_LIMIT_MILLIS = 10_000;

    /** Replays, and returns what the kind of replay has to say. */
    String with(List<String> words) throws Refusal {
        Run.requireJava();
        if (!"replay".equals(System.getProperty("x0.clock")))
            throw Refusal.failure("A replay needs the clock of a recording: start it with bin/x0 replay.");
        Distribution distribution = new Distribution(Run.home(), List.of());
        List<FeatureFile> features = Run.features(distribution, distribution.replayFeatures());
        Path scratch = scratch();
        try {
            LogFormat.TEXT.set(scratch.resolve("log"));
            Node node = Node.start(
                    settings(distribution.home(), scratch, features),
                    Run.files(distribution, OwnFeatures.of(scratch), features));
            try {
                return replay(node, words);
            } finally {
                node.stop(STOP_LIMIT_MILLIS);
            }
        } finally {
            delete(scratch);
        }
    }

    private static Map<String, String> settings(Path home, Path scratch, List<FeatureFile> features) {
        Map<String, String> settings = new HashMap<>();
        settings.put("x0.home", home.toString());
        settings.put("x0.data", scratch.toString());
        settings.put("x0.node", "replay");
        settings.put("x0.profile", Profile.PRODUCTION.word());
        settings.put(
                "x0.features",
                String.join(",", features.stream().map(f -> f.file().toString()).toList()));
        FrameworkSettings.framework(settings, scratch, Profile.PRODUCTION);
        FrameworkSettings.logging(settings, home);
        return settings;
    }

    private static String replay(Node node, List<String> words) throws Refusal {
        Map<String, ServiceReference<?>> kinds = kinds(node);
        String kind = words.isEmpty() ? "" : words.getFirst();
        ServiceReference<?> reference = kinds.get(kind);
        if (reference == null) {
            String found = kind.isEmpty() ? "'replay' needs to know what" : "There is no replay of '" + kind + "'";
            throw Refusal.usage(found + ". There are: "
                    + String.join(", ", kinds.keySet().stream().sorted().toList()) + ". "
                    + String.join(" ", node.complaints()));
        }
        Object service = node.context().getService(reference);
        try {
            Class<?> type = reference.getBundle().loadClass(REPLAY);
            return String.valueOf(type.getMethod("replay", List.class).invoke(service, words.subList(1, words.size())));
        } catch (InvocationTargetException e) {
            throw refusal(kind, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw Refusal.failure("The replay of " + kind + " cannot be called: " + e + ".");
        }
    }

    private static Refusal refusal(String kind, Throwable cause) {
        if (cause instanceof IllegalArgumentException)
            return Refusal.usage("replay " + kind + ": " + cause.getMessage() + ".");
        if (cause.getClass().getSimpleName().equals("BadInput")) return Refusal.failure(cause.getMessage() + ".");
        if (cause instanceof RuntimeException failure) throw failure;
        if (cause instanceof Error error) throw error;
        return Refusal.failure(String.valueOf(cause));
    }

    private static Map<String, ServiceReference<?>> kinds(Node node) {
        Map<String, ServiceReference<?>> kinds = new HashMap<>();
        try {
            ServiceReference<?>[] found = node.context().getAllServiceReferences(REPLAY, null);
            for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found)
                kinds.put(String.valueOf(reference.getProperty("x0.name")), reference);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter has no syntax", e);
        }
        return kinds;
    }

    private static Path scratch() throws Refusal {
        try {
            return Files.createTempDirectory("x0-replay");
        } catch (IOException e) {
            throw Refusal.failure("A replay needs a directory for its bundles: " + Words.of(e) + ".");
        }
    }

    private static void delete(Path directory) {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory)) {
            found.sorted(Comparator.reverseOrder()).forEach(paths::add);
            for (Path path : paths) Files.deleteIfExists(path);
        } catch (IOException e) {
            System.err.println("x0: " + directory + " could not be taken away: " + Words.of(e));
        }
    }
}
