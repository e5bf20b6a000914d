package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The marks in the environment of every process that this node starts, by which it knows them again: also those that a
 * killed node did not get to write down, and whatever a process left behind. Readable on Linux only; elsewhere nothing is
 * found. A program that wants to outlive its element removes {@value #ELEMENT} from the environment of what it starts.
 *
 * @param node name of the node
 * @param data its data directory, which tells nodes apart
 */
record Markers(String node, Path data) {
    static final String ELEMENT = "X0_ELEMENT";
    static final String ACTION = "X0_ACTION";
    static final String DATA = "X0_DATA";
    static final String ENDPOINT = "SPIFFE_ENDPOINT_SOCKET";

    /** A process with the marks of this node; {@code leader} when it leads its session, as every one we start does. */
    record Marked(OsProcess process, boolean leader, String element, String action) {}

    Map<String, String> of(ElementId element, String action) {
        return Map.of(ELEMENT, node + "/" + element, ACTION, action, DATA, data.toString());
    }

    /** Where the process finds its identity (SPIFFE Workload Endpoint, section 4), when this node serves it at the usual place. */
    Map<String, String> endpoint() {
        Path socket = data.resolve("identity").resolve("workload.sock").toAbsolutePath();
        // As a URI: what no URI may hold, a blank for example, is escaped.
        return Files.exists(socket)
                ? Map.of(ENDPOINT, "unix://" + socket.toUri().getRawPath())
                : Map.of();
    }

    /** All processes with the marks of this node except the node itself, oldest first. */
    List<Marked> find() {
        if (!ProcStat.AVAILABLE) return List.of();
        List<Marked> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : all) read(entry).ifPresent(found::add);
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed to find processes of this node: " + e, e);
        }
        found.sort(Comparator.comparing(marked -> marked.process().started()));
        return found;
    }

    /** Those of one element. */
    List<Marked> find(ElementId element) {
        return find().stream()
                .filter(marked -> marked.element().equals(element.value()))
                .toList();
    }

    private Optional<Marked> read(Path entry) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid == ProcessHandle.current().pid()) return Optional.empty();
        String environment;
        try {
            environment = "\0" + new String(Files.readAllBytes(entry.resolve("environ")), StandardCharsets.UTF_8);
        } catch (IOException goneOrAnotherUsers) {
            return Optional.empty();
        }
        if (!environment.contains("\0" + DATA + "=" + data + "\0")) return Optional.empty();
        String element = value(environment, ELEMENT);
        return ProcStat.read(pid)
                .filter(stat -> !stat.gone())
                .map(stat -> new Marked(
                        new OsProcess(pid, stat.started()),
                        stat.session() == pid,
                        element.substring(element.indexOf('/') + 1),
                        value(environment, ACTION)));
    }

    private static String value(String environment, String name) {
        int at = environment.indexOf("\0" + name + "=");
        if (at < 0) return "";
        int from = at + name.length() + 2;
        int to = environment.indexOf('\0', from);
        return environment.substring(from, to < 0 ? environment.length() : to);
    }
}
