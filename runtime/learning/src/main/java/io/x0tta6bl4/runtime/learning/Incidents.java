package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws incidents: every topology belongs to one set only. */
final class Incidents {
    private static final int TRIES = 200;

    private Incidents() {}

    static List<Incident> draw(List<Topology.Family> families, int graphs, int perGraph, SplittableRandom random) {
        List<Incident> incidents = new ArrayList<>();
        for (int graph = 0; graph < graphs; graph++) {
            Topology topology = Topology.draw(families.get(graph % families.size()), random.split());
            Simulator simulator = new Simulator(topology, random.split());
            Observer observer = new Observer(simulator, random.split());
            for (int i = 0; i < perGraph; i++) {
                Fault fault = Fault.values()[(graph + i) % Fault.values().length];
                incidents.add(draw(graph, topology, fault, simulator, observer, random));
            }
        }
        return incidents;
    }

    /** An incident is one only when something is abnormal; what nobody notices is drawn again. */
    private static Incident draw(
            int graph,
            Topology topology,
            Fault fault,
            Simulator simulator,
            Observer observer,
            SplittableRandom random) {
        for (int i = 0; i < TRIES; i++) {
            int root = fault == Fault.NONE ? -1 : random.nextInt(topology.size());
            Observer.Sight sight = observer.look(simulator.strike(fault, root));
            if (!sight.alarming()) continue;
            Snapshot snapshot = sight.snapshot();
            Analysis analysis = sight.analysis();
            return new Incident(
                    graph, topology.family(), fault, root, snapshot, analysis, Signs.of(snapshot, analysis));
        }
        throw new IllegalStateException("nobody noticed " + fault + " in " + TRIES + " tries on " + topology);
    }
}
