package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.analyze.provider.graph.GraphLocalizer;
import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Ways to name the cause, each as a list of nodes, best first; an empty list says none. */
final class Methods {
    private static final Localizer RULES = new GraphLocalizer();

    private Methods() {}

    /** The rule localiser as a node uses it: the diagnosis that explains most comes first, one without a cause names nobody. */
    static List<Integer> rules(Incident incident) {
        List<Diagnosis> found = new ArrayList<>(RULES.localize(incident.snapshot(), incident.analysis()));
        found.removeIf(d -> d.cause().isEmpty());
        found.sort(Comparator.comparingInt((Diagnosis d) -> d.blastRadius().size())
                .reversed()
                .thenComparing(Comparator.comparingDouble(
                                (Diagnosis d) -> d.cause().orElseThrow().confidence())
                        .reversed())
                .thenComparing(d -> d.cause().orElseThrow().element()));
        Set<Integer> nodes = new LinkedHashSet<>();
        found.forEach(d -> nodes.add(node(d.cause().orElseThrow().element())));
        return List.copyOf(nodes);
    }

    /** Who has the strongest symptoms, all added up. */
    static List<Integer> strongest(Incident incident) {
        Map<Integer, Double> scores = new TreeMap<>();
        for (Symptom s : incident.analysis().holding()) scores.merge(node(s.element()), s.score(), Double::sum);
        return sorted(scores);
    }

    /** Who fell sick first. */
    static List<Integer> earliest(Incident incident) {
        Map<Integer, Double> scores = new TreeMap<>();
        for (Symptom s : incident.analysis().holding())
            scores.merge(node(s.element()), (double) -s.since().toEpochMilli(), Math::max);
        return sorted(scores);
    }

    static List<Integer> sage(Network network, Incident incident) {
        double[] beliefs =
                Network.beliefs(network.forward(Neighbours.of(incident.signs())).logits());
        Map<Integer, Double> scores = new TreeMap<>();
        int none = beliefs.length - 1;
        boolean nobody = true;
        for (int i = 0; i < none; i++) {
            scores.put(i, beliefs[i]);
            nobody &= beliefs[i] <= beliefs[none];
        }
        return nobody ? List.of() : sorted(scores);
    }

    /** The rules, but where the network was measured to be better. */
    static List<Integer> ensemble(Network network, Set<Signs.Shown> helps, Incident incident) {
        return helps.contains(incident.signs().shown()) ? sage(network, incident) : rules(incident);
    }

    static Map<String, List<Integer>> all(Network network, Set<Signs.Shown> helps, Incident incident) {
        Map<String, List<Integer>> all = new java.util.LinkedHashMap<>();
        all.put("rules", rules(incident));
        all.put("earliest", earliest(incident));
        all.put("strongest", strongest(incident));
        all.put("graphsage", sage(network, incident));
        all.put("ensemble", ensemble(network, helps, incident));
        return all;
    }

    private static int node(ElementId id) {
        return Integer.parseInt(id.value().substring(1));
    }

    private static List<Integer> sorted(Map<Integer, Double> scores) {
        Map<Integer, Double> copy = new HashMap<>(scores);
        return copy.keySet().stream()
                .sorted(Comparator.comparingDouble((Integer n) -> copy.get(n))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
