package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Line;
import io.x0tta6bl4.analyze.api.Scene.Span;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the traces and logs of a case: files whose name says {@code trace} or {@code log}. Those in a directory
 * {@code normal} tell of the normal time; of others the alert says what was before it.
 */
final class CaseTraffic {
    private static final int DEPTH = 3;

    private final Path root;

    CaseTraffic(Path root) {
        this.root = root;
    }

    void read(Path directory, AlertFile alert, Scenery scenery) throws BadInput {
        List<Span> spansBefore = new ArrayList<>();
        List<Span> spansSince = new ArrayList<>();
        List<Line> linesBefore = new ArrayList<>();
        List<Line> linesSince = new ArrayList<>();
        for (Path file : files(directory)) {
            boolean normal =
                    root.relativize(file).toString().toLowerCase(Locale.ROOT).contains("normal");
            boolean own = file.startsWith(directory);
            if (isTrace(file)) sort(TrafficFiles.spans(file), alert, normal, own, spansBefore, spansSince);
            else sort(TrafficFiles.lines(file), alert, normal, own, linesBefore, linesSince);
        }
        Set<String> known = scenery.known();
        spansBefore.replaceAll(span -> named(span, known));
        spansSince.replaceAll(span -> named(span, known));
        linesBefore.replaceAll(line -> new Line(name(line.node(), known), line.text()));
        linesSince.replaceAll(line -> new Line(name(line.node(), known), line.text()));
        spansSince.forEach(span -> scenery.nodes().add(span.node()));
        if (spansSince.isEmpty()) spansBefore.clear();
        if (linesSince.isEmpty()) linesBefore.clear();
        scenery.traffic(new Scene.Traffic(spansBefore, spansSince, linesBefore, linesSince));
    }

    private static <T> void sort(
            List<TrafficFiles.At<T>> found,
            AlertFile alert,
            boolean normal,
            boolean own,
            List<T> before,
            List<T> since) {
        for (TrafficFiles.At<T> one : found) {
            boolean dated = alert.at().isPresent() && one.millis() != Long.MIN_VALUE;
            if (normal) before.add(one.what());
            else if (!dated) {
                if (own) since.add(one.what());
            } else if (one.millis() < alert.at().get()) before.add(one.what());
            else if (own || one.millis() <= alert.at().get() + alert.window().toMillis()) since.add(one.what());
        }
    }

    private static Span named(Span span, Set<String> known) {
        String node = name(span.node(), known);
        return node.equals(span.node())
                ? span
                : new Span(
                        span.trace(), span.id(), span.parent(), node, span.operation(), span.micros(), span.failed());
    }

    /** Traces and logs name instances where measurements name services: {@code cart-5f7d-x2} is of {@code cart}. */
    private static String name(String instance, Set<String> known) {
        if (known.contains(instance)) return instance;
        for (int cut = instance.lastIndexOf('-'); cut > 0; cut = instance.lastIndexOf('-', cut - 1))
            if (known.contains(instance.substring(0, cut))) return instance.substring(0, cut);
        return instance;
    }

    private static boolean isTrace(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains("trace")
                || file.getFileName().toString().toLowerCase(Locale.ROOT).contains("span");
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains("log");
    }

    /** In the case and, above it, in the directories beside it that hold no case of their own. */
    private List<Path> files(Path directory) throws BadInput {
        List<Path> found = new ArrayList<>();
        for (Path at = directory; at != null && at.startsWith(root); at = at.getParent()) {
            collect(at, at.equals(directory) ? DEPTH : 1, found);
            for (String shared : List.of("normal", "traces", "logs", "trace", "log"))
                if (!at.equals(directory) && Files.isDirectory(at.resolve(shared)))
                    collect(at.resolve(shared), DEPTH, found);
        }
        return found.stream().distinct().sorted().toList();
    }

    private static void collect(Path directory, int depth, List<Path> found) throws BadInput {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            files.filter(Files::isRegularFile)
                    .filter(f -> f.getFileName().toString().endsWith(".csv"))
                    .filter(f -> isTrace(f) || isLog(f))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new BadInput(directory + " cannot be listed: " + e);
        }
    }
}
