package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks every method about every incident of a set, counts, and keeps the raw answers. */
final class Exam {
    static final List<String> METHODS = List.of("rules", "earliest", "strongest", "graphsage", "ensemble");
    static final String FAULTS = "faults";
    private static final double ERRORS_APART = 2;

    private final Network network;
    private final Set<Signs.Shown> helps;
    private final StringBuilder raw = new StringBuilder("set,graph,family,nodes,fault,shown,root,method,named,rank\n");

    Exam(Network network, Set<Signs.Shown> helps) {
        this.network = network;
        this.helps = helps;
    }

    Score take(String set, List<Incident> incidents) {
        Score score = new Score();
        for (Incident incident : incidents)
            Methods.all(network, helps, incident).forEach((method, named) -> {
                boolean right = Score.right(incident, named);
                score.add(method, incident.fault().name(), right);
                score.add(method, incident.family().name(), right);
                if (incident.root() >= 0) score.add(method, FAULTS, right);
                if (incident.root() >= 0)
                    score.add(method, "shown " + incident.signs().shown(), right);
                write(set, incident, method, named);
            });
        return score;
    }

    private void write(String set, Incident incident, String method, List<Integer> named) {
        int rank = named.indexOf(incident.root()) + 1;
        raw.append(set)
                .append(',')
                .append(incident.graph())
                .append(',')
                .append(incident.family())
                .append(',');
        raw.append(incident.signs().nodes().size())
                .append(',')
                .append(incident.fault())
                .append(',');
        raw.append(incident.signs().shown()).append(',').append(incident.root() < 0 ? "none" : incident.root());
        raw.append(',').append(method).append(',').append(named.isEmpty() ? "none" : named.getFirst());
        raw.append(',').append(rank == 0 ? "" : rank).append('\n');
    }

    String raw() {
        return raw.toString();
    }

    /**
     * Where the network is better than the rules on the validation set, by more than two standard errors of the difference of
     * paired answers. Only faults count: that the rules never say none is no reason to hear the network.
     */
    static Set<Signs.Shown> helps(Network network, List<Incident> validation) {
        Set<Signs.Shown> helps = EnumSet.noneOf(Signs.Shown.class);
        for (Signs.Shown shown : Signs.Shown.values()) {
            int better = 0;
            int worse = 0;
            for (Incident incident : validation) {
                if (incident.root() < 0 || incident.signs().shown() != shown) continue;
                boolean learned = Score.right(incident, Methods.sage(network, incident));
                boolean rules = Score.right(incident, Methods.rules(incident));
                if (learned && !rules) better++;
                if (rules && !learned) worse++;
            }
            if (better - worse > ERRORS_APART * Math.sqrt(better + worse)) helps.add(shown);
        }
        return helps;
    }

    static Map<String, Score> all(Exam exam, Map<String, List<Incident>> sets) {
        Map<String, Score> scores = new java.util.LinkedHashMap<>();
        sets.forEach((name, incidents) -> scores.put(name, exam.take(name, incidents)));
        return scores;
    }
}
