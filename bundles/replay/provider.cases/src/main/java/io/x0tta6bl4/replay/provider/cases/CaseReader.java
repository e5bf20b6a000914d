package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the directory of one case, and what it shares with the cases beside it, into a scene. */
final class CaseReader {
    private static final int KEPT = 8;

    private final Path root;
    private final Map<Path, Recording> wide = kept();
    private final Map<Path, NodeFiles> nodeFiles = kept();
    private final Map<Path, GraphFile> graphs = kept();

    CaseReader(Path root) {
        this.root = root;
    }

    private static <T> Map<Path, T> kept() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, T> eldest) {
                return size() > KEPT;
            }
        };
    }

    Scene read(Path directory) throws BadInput {
        AlertFile alert = AlertFile.read(directory.resolve("alert.json"));
        Optional<Path> metrics = upwards(directory, "metrics.csv");
        Optional<Path> perNode = upwards(directory, "metrics");
        if (metrics.isEmpty() && perNode.isEmpty())
            throw new BadInput(directory
                    + " has neither metrics.csv nor a directory metrics, and nothing above it up to " + root + " has");
        Scenery scenery = new Scenery(alert);
        if (metrics.isPresent()) readWide(directory, metrics.get(), alert, scenery);
        if (perNode.isPresent()) readNodes(perNode.get(), scenery);
        Optional<Path> graph = upwards(directory, "graph.csv");
        if (graph.isPresent()) {
            GraphFile file = graph(graph.get());
            scenery.nodes().addAll(file.nodes());
            scenery.calls().addAll(file.calls());
        }
        new CaseTraffic(root).read(directory, alert, scenery);
        Scene scene = scenery.scene();
        if (alert.alert().isPresent()
                && !scene.nodes().contains(alert.alert().get().node()))
            throw BadInput.at(
                    directory.resolve("alert.json"),
                    1,
                    "the node '" + alert.alert().get().node() + "' is neither in the graph nor measured");
        return scene;
    }

    private void readWide(Path directory, Path metrics, AlertFile alert, Scenery scenery) throws BadInput {
        Recording incident = wide(metrics);
        if (incident.moments().isEmpty()) throw BadInput.at(metrics, 1, "there are no rows of measurements");
        if (alert.at().isPresent()) {
            scenery.timed(incident);
            return;
        }
        Optional<Path> normal = upwards(directory, "normal.csv");
        if (normal.isEmpty()) normal = nextDoor(directory, incident);
        scenery.apart(normal.isPresent() ? wide(normal.get()) : new Recording(), incident);
    }

    private void readNodes(Path directory, Scenery scenery) throws BadInput {
        NodeFiles files = nodeFiles.get(directory);
        if (files == null) {
            files = NodeFiles.read(directory);
            nodeFiles.put(directory, files);
        }
        scenery.timed(files.recording());
        scenery.nodes().addAll(files.nodes());
        scenery.calls().addAll(files.calls());
    }

    private Recording wide(Path file) throws BadInput {
        Recording known = wide.get(file);
        if (known == null) {
            known = WideFile.read(file);
            wide.put(file, known);
        }
        return known;
    }

    private GraphFile graph(Path file) throws BadInput {
        GraphFile known = graphs.get(file);
        if (known == null) {
            known = GraphFile.read(file);
            graphs.put(file, known);
        }
        return known;
    }

    /** The file of this name in the directory or the nearest one above it, not beyond what is replayed. */
    private Optional<Path> upwards(Path directory, String name) {
        for (Path at = directory; at != null && at.startsWith(root); at = at.getParent())
            if (Files.exists(at.resolve(name))) return Optional.of(at.resolve(name));
        return Optional.empty();
    }

    /** Without a normal time of its own a case takes that of the neighbour that measures most of the same signals. */
    private Optional<Path> nextDoor(Path directory, Recording incident) throws BadInput {
        Path best = null;
        double most = 0;
        for (Path normal : neighbours(directory)) {
            Recording candidate = wide(normal);
            Set<Recording.Signal> shared = new TreeSet<>(incident.values().keySet());
            shared.retainAll(candidate.values().keySet());
            double alike = shared.size() + Likeness.ofLoads(incident, candidate);
            if (alike > most) {
                most = alike;
                best = normal;
            }
        }
        return Optional.ofNullable(best);
    }

    private List<Path> neighbours(Path directory) throws BadInput {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root, 3)) {
            files.filter(f -> f.endsWith("normal.csv"))
                    .filter(f -> !f.startsWith(directory))
                    .sorted()
                    .forEach(found::add);
        } catch (IOException e) {
            throw new BadInput(root + " cannot be listed: " + e);
        }
        return found;
    }
}
