package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Trains GraphSAGE from a seed and examines it: everything follows from the settings. */
final class GraphSage {
    static final String ID = "graphsage-root-cause";
    private static final int PER_GRAPH = 12;

    /** What decides the result, all of it. */
    record Settings(long seed, int graphs, int epochs, int hidden) {
        static final Settings DEFAULT = new Settings(20261122, 500, 30, 32);
    }

    /** What came out; {@code scores} by set. */
    record Result(
            Settings settings,
            Network network,
            int epoch,
            Set<Signs.Shown> helps,
            Map<String, Integer> sizes,
            Map<String, Score> scores,
            String raw,
            String data,
            byte[] onnx) {}

    private GraphSage() {}

    static Map<String, List<Incident>> draw(Settings settings) {
        List<Topology.Family> known =
                Arrays.stream(Topology.Family.values()).filter(f -> !f.held()).toList();
        List<Topology.Family> held = Arrays.stream(Topology.Family.values())
                .filter(Topology.Family::held)
                .toList();
        SplittableRandom random = new SplittableRandom(settings.seed());
        int few = Math.max(10, settings.graphs() / 4);
        Map<String, List<Incident>> sets = new LinkedHashMap<>();
        sets.put("train", Incidents.draw(known, settings.graphs(), PER_GRAPH, random.split()));
        sets.put("validation", Incidents.draw(known, few, PER_GRAPH, random.split()));
        sets.put("test", Incidents.draw(known, 2 * few, PER_GRAPH, random.split()));
        sets.put("unseen", Incidents.draw(held, few, PER_GRAPH, random.split()));
        return sets;
    }

    static Result train(Settings settings) {
        Map<String, List<Incident>> sets = draw(settings);
        Training.Trained trained = Training.run(
                sets.get("train"), sets.get("validation"), settings.hidden(), settings.epochs(), settings.seed());
        Set<Signs.Shown> helps = Exam.helps(trained.network(), sets.get("validation"));
        Exam exam = new Exam(trained.network(), helps);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sets.forEach((name, set) -> sizes.put(name, set.size()));
        String data = Data.digest(sets.get("train"));
        sets.remove("train");
        Map<String, Score> scores = Exam.all(exam, sets);
        Map<String, String> notes = notes(settings, trained.epoch(), helps, data);
        byte[] onnx = SageExport.write(trained.network(), notes);
        return new Result(settings, trained.network(), trained.epoch(), helps, sizes, scores, exam.raw(), data, onnx);
    }

    /** The training record: kept in the model file and beside it. */
    static Map<String, String> notes(Settings settings, int epoch, Set<Signs.Shown> helps, String data) {
        Map<String, String> notes = new TreeMap<>();
        notes.put(
                "command",
                "x0 ml train graphsage --seed " + settings.seed() + " --graphs " + settings.graphs() + " --epochs "
                        + settings.epochs() + " --hidden " + settings.hidden());
        notes.put("data", "simulated faults; SHA-256 of the training set " + data);
        notes.put("epoch", Integer.toString(epoch));
        notes.put("helps", helps.stream().map(Enum::name).collect(Collectors.joining(",")));
        notes.put("seed", Long.toString(settings.seed()));
        return notes;
    }
}
