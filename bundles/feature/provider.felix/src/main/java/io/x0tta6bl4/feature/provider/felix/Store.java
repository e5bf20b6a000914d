package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What outlives the process: {@code features/} in the data directory.
 *
 * <p>{@code state.json} says what the node consists of and is replaced by a rename, so there is the old one or the new one.
 * {@code intent.json} is there from the first touch of the node to the end of a change. Feature files and bundles lie under
 * the name of their digest, so nothing in use is ever overwritten. {@code state-N.json} is what the node consisted of before.
 */
final class Store {
    private static final int STATES_KEPT = 20;
    private static final int HISTORY_LIMIT = 200;

    private final Path root;

    Store(Path root) {
        this.root = root;
    }

    Path feature(String sha256) {
        return root.resolve("files").resolve(sha256 + ".json");
    }

    Path bundle(String sha256) {
        return root.resolve("bundles").resolve(sha256 + ".jar");
    }

    /** Keeps a copy of a file under the name of its digest. */
    void keep(Path source, Path target) throws IOException {
        if (Files.exists(target)) return;
        durable(target, Files.readAllBytes(source));
    }

    NodeState read() throws IOException {
        return read(root.resolve("state.json")).orElse(NodeState.FIRST);
    }

    /** What the node consisted of before a change; empty when that is too long ago. */
    Optional<NodeState> earlier(long generation) throws IOException {
        Optional<NodeState> kept = read(root.resolve("state-" + generation + ".json"));
        return kept.isEmpty() && generation == 0 ? Optional.of(NodeState.FIRST) : kept;
    }

    private static Optional<NodeState> read(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        try (var reader = Json.createReader(new StringReader(Files.readString(file)))) {
            return Optional.of(NodeState.of(reader.readObject()));
        } catch (JsonException | ClassCastException | NullPointerException | ArithmeticException e) {
            throw new IOException(file + " is not as this node wrote it: " + e.getMessage(), e);
        }
    }

    /** The moment at which a change is in force: from here on a restart finds the new state. */
    void commit(NodeState before, NodeState now) throws IOException {
        if (now.generation() != before.generation())
            durable(root.resolve("state-" + before.generation() + ".json"), bytes(before.json()));
        durable(root.resolve("state.json"), bytes(now.json()));
    }

    void intend(ChangeRequest request, String feature, String from, String to, long before) throws IOException {
        JsonObject intent = Json.createObjectBuilder()
                .add("before", before)
                .add("kind", request.kind().name())
                .add("feature", feature)
                .add("from", from)
                .add("to", to)
                .add("who", request.who())
                .build();
        durable(root.resolve("intent.json"), bytes(intent));
    }

    void ended(FeatureChange change) throws IOException {
        Path history = root.resolve("history.jsonl");
        Files.createDirectories(root);
        try (FileChannel channel = FileChannel.open(
                history, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((json(change) + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.deleteIfExists(root.resolve("intent.json"));
    }

    /** The change that a kill or a crash interrupted, and how it ended by that; then it is no longer there. */
    Optional<FeatureChange> interrupted() throws IOException {
        Path file = root.resolve("intent.json");
        if (!Files.exists(file)) return Optional.empty();
        try (var reader = Json.createReader(new StringReader(Files.readString(file)))) {
            JsonObject intent = reader.readObject();
            NodeState now = read();
            boolean old = now.generation() == intent.getJsonNumber("before").longValueExact();
            FeatureChange change = new FeatureChange(
                    now.generation(),
                    io.x0tta6bl4.platform.api.SteadyClock.system().instant(),
                    ChangeRequest.Kind.valueOf(intent.getString("kind")),
                    intent.getString("feature"),
                    intent.getString("from"),
                    intent.getString("to"),
                    old ? "interrupted: old state" : "interrupted: new state",
                    intent.getString("who"),
                    old ? "the node ended before the change was proven" : "the node ended after the change was proven");
            ended(change);
            return Optional.of(change);
        } catch (JsonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            Files.deleteIfExists(file);
            throw new IOException(file + " was not as this node wrote it and is dropped: " + e.getMessage(), e);
        }
    }

    /** The newest first. A line torn by a kill is passed over. */
    List<FeatureChange> history() throws IOException {
        Path file = root.resolve("history.jsonl");
        if (!Files.exists(file)) return List.of();
        List<FeatureChange> changes = new ArrayList<>();
        for (String line : Files.readAllLines(file).reversed()) {
            if (changes.size() == HISTORY_LIMIT) break;
            try (var reader = Json.createReader(new StringReader(line))) {
                changes.add(change(reader.readObject()));
            } catch (JsonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
                continue;
            }
        }
        return List.copyOf(changes);
    }

    private static JsonObject json(FeatureChange change) {
        return Json.createObjectBuilder()
                .add("generation", change.generation())
                .add("at", change.at().toString())
                .add("kind", change.kind().name())
                .add("feature", change.feature())
                .add("from", change.from())
                .add("to", change.to())
                .add("ended", change.ended())
                .add("who", change.who())
                .add("why", change.why())
                .build();
    }

    private static FeatureChange change(JsonObject json) {
        return new FeatureChange(
                json.getJsonNumber("generation").longValue(),
                Instant.parse(json.getString("at")),
                ChangeRequest.Kind.valueOf(json.getString("kind")),
                json.getString("feature"),
                json.getString("from"),
                json.getString("to"),
                json.getString("ended"),
                json.getString("who"),
                json.getString("why"));
    }

    /** Deletes what neither the state nor one that can be gone back to names. */
    void tidy() throws IOException {
        if (!Files.isDirectory(root)) return;
        NodeState now = read();
        Set<Path> used = new HashSet<>(paths(now));
        for (long generation = now.generation() - 1; generation >= 0; generation--) {
            Path file = root.resolve("state-" + generation + ".json");
            if (now.generation() - generation > STATES_KEPT) {
                if (!Files.deleteIfExists(file)) break;
            } else {
                Optional<NodeState> kept = read(file);
                if (kept.isPresent()) used.addAll(paths(kept.get()));
            }
        }
        for (String directory : List.of("files", "bundles")) sweep(root.resolve(directory), used);
    }

    private Set<Path> paths(NodeState state) {
        Set<Path> paths = new HashSet<>();
        for (NodeState.Installed feature : state.installed()) {
            paths.add(feature(feature.sha256()));
            feature.bundles().values().forEach(digest -> paths.add(bundle(digest)));
        }
        return paths;
    }

    private static void sweep(Path directory, Set<Path> used) throws IOException {
        if (!Files.isDirectory(directory)) return;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) if (!used.contains(file)) Files.delete(file);
        }
    }

    private static byte[] bytes(JsonObject json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Written beside, forced to the disk, renamed: after a kill there is the whole file, or the one before. */
    private static void durable(Path target, byte[] bytes) throws IOException {
        Files.createDirectories(target.getParent());
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
