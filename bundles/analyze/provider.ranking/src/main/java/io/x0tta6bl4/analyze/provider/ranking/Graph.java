package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who calls whom, in a fixed order. */
final class Graph {
    private final Map<String, Set<String>> callees = new TreeMap<>();
    private final Map<String, Set<String>> callers = new TreeMap<>();
    private final Set<String> nodes;

    Graph(Scene scene) {
        nodes = new TreeSet<>(scene.nodes());
        scene.tracks().forEach(track -> nodes.add(track.node()));
        scene.traffic().spansSince().forEach(span -> nodes.add(span.node()));
        scene.traffic().linesSince().forEach(line -> nodes.add(line.node()));
        scene.alert().ifPresent(alert -> nodes.add(alert.node()));
        for (Scene.Call call : scene.calls()) {
            if (call.caller().equals(call.callee())) continue;
            callees.computeIfAbsent(call.caller(), n -> new TreeSet<>()).add(call.callee());
            callers.computeIfAbsent(call.callee(), n -> new TreeSet<>()).add(call.caller());
            nodes.add(call.caller());
            nodes.add(call.callee());
        }
    }

    Set<String> nodes() {
        return nodes;
    }

    Set<String> callees(String node) {
        return callees.getOrDefault(node, Set.of());
    }

    Set<String> callers(String node) {
        return callers.getOrDefault(node, Set.of());
    }
}
