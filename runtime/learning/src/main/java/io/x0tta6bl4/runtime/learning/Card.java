package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The model card: what the model is for, how good it is, and where it is no use. */
final class Card {
    private Card() {}

    static String of(GraphSage.Result result) {
        StringBuilder card = new StringBuilder();
        card.append("# Model card: ").append(GraphSage.ID).append("\n\n");
        card.append("Written by `").append(command(result)).append("`; do not edit.\n\n");
        card.append("GraphSAGE with two layers and means over those a node needs and those that need it, ")
                .append(result.settings().hidden())
                .append(" numbers wide. It says for each element how much it is the cause of what is seen, or that"
                        + " none is.\n");
        card.append("It is fed by snapshots and symptoms only (`Signs`, ").append(Signs.FEATURES);
        card.append(" numbers for each element), the same for training and for a node.\n\n");
        card.append(
                "## Data\n\nSimulated by this project, so it proves the mechanism only. No recorded fault is in it. ");
        card.append("Every topology is in one set only; the families of `unseen` (hub, pipeline) were never trained"
                + " on.\n\n");
        card.append("| set | incidents |\n|---|---|\n");
        result.sizes()
                .forEach((set, size) ->
                        card.append("| ").append(set).append(" | ").append(size).append(" |\n"));
        card.append("\nTraining set SHA-256 `").append(result.data()).append("`, model SHA-256 `");
        card.append(Data.digest(result.onnx()))
                .append("`, epoch ")
                .append(result.epoch())
                .append(".\n\n");
        result.scores().forEach((set, score) -> table(card, set, score));
        card.append("## Where it is heard\n\n").append(heard(result)).append("\n## Where it does not help\n\n");
        weak(result).forEach(line -> card.append("- ").append(line).append('\n'));
        return card.toString();
    }

    private static String command(GraphSage.Result result) {
        return GraphSage.notes(result.settings(), result.epoch(), result.helps(), result.data())
                .get("command");
    }

    private static void table(StringBuilder card, String set, Score score) {
        card.append("## Right first answers, set `").append(set).append("`\n\n| kind | n |");
        for (String method : Exam.METHODS) card.append(' ').append(method).append(" |");
        card.append("\n|---|---|").append("---|".repeat(Exam.METHODS.size())).append('\n');
        for (String kind : kinds()) {
            Score.Count any = score.of("rules", kind);
            if (any.all() == 0) continue;
            card.append("| ")
                    .append(kind.toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(any.all())
                    .append(" |");
            for (String method : Exam.METHODS)
                card.append(String.format(
                        Locale.ROOT, " %.3f |", score.of(method, kind).share()));
            card.append('\n');
        }
        card.append('\n');
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        kinds.add(Exam.FAULTS);
        for (Fault fault : Fault.values()) kinds.add(fault.name());
        for (Signs.Shown shown : Signs.Shown.values()) kinds.add("shown " + shown);
        for (Topology.Family family : Topology.Family.values()) kinds.add(family.name());
        return kinds;
    }

    private static String heard(GraphSage.Result result) {
        StringBuilder words = new StringBuilder(
                "By the worst that anybody shows, which a node knows while it lasts: its vote counts where it beat the"
                    + " rule localiser on the validation set by more than two standard errors of paired answers.\n\n");
        for (Signs.Shown shown : Signs.Shown.values())
            words.append("- ")
                    .append(shown.name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(result.helps().contains(shown) ? "counts" : "does not count")
                    .append('\n');
        return words.toString();
    }

    /** Kinds of incidents of the held-out sets in which something plainer is as good, within two standard errors. */
    private static List<String> weak(GraphSage.Result result) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Score> set : result.scores().entrySet()) {
            if (set.getKey().equals("validation")) continue;
            for (Fault fault : Fault.values()) {
                Score.Count learned = set.getValue().of("graphsage", fault.name());
                for (String method : List.of("rules", "earliest", "strongest")) {
                    Score.Count plain = set.getValue().of(method, fault.name());
                    double error = Math.hypot(learned.error(), plain.error());
                    if (learned.share() - plain.share() > 2 * error) continue;
                    lines.add(String.format(
                            Locale.ROOT,
                            "%s, set `%s`: `%s` %.3f, graphsage %.3f (n %d).",
                            fault.name().toLowerCase(Locale.ROOT),
                            set.getKey(),
                            method,
                            plain.share(),
                            learned.share(),
                            plain.all()));
                }
            }
        }
        lines.add("An element that nothing was seen of: it is named from its neighbours only, and no action may rest on"
                + " that.");
        lines.add("Two faults at once were never shown to it.");
        return lines;
    }
}
