package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.store.Belief;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.plan.api.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Experience at work: in which order the rungs are tried. Among rungs that are alike in what they do, by a draw from what is
 * believed of each (Thompson sampling), seeded by the incident, so that the same situation gives the same order. A harsher rung
 * never comes before a gentler one, unless the gentler one is known to help in less than half of the cases.
 */
final class Choice {
    private static final double SURE = 0.95;
    private static final double HALF = 0.5;

    private final List<Rung> rungs = new ArrayList<>();
    private final boolean learnt;

    private record Rung(List<Command> commands, Experience.Tally tally, double drawn, boolean useless) {
        String name() {
            return Situation.rung(commands);
        }
    }

    private Choice(List<List<Rung>> groups) {
        learnt = groups.stream()
                .flatMap(List::stream)
                .anyMatch(r -> r.tally().belief().tried());
        for (List<Rung> group : groups) {
            List<Rung> alike = new ArrayList<>(group);
            boolean any = alike.stream().anyMatch(r -> r.tally().belief().tried());
            if (any) alike.sort(Comparator.comparingDouble(Rung::drawn).reversed());
            rungs.addAll(alike);
        }
        rungs.sort(Comparator.comparing(Rung::useless));
    }

    /** Rungs in the order in which they are to be tried. */
    static Choice of(List<List<List<Command>>> groups, Map<String, Experience.Tally> experience, String incident) {
        return new Choice(groups.stream()
                .map(group -> group.stream()
                        .map(commands -> rung(commands, experience, incident))
                        .toList())
                .toList());
    }

    private static Rung rung(List<Command> commands, Map<String, Experience.Tally> experience, String incident) {
        String name = Situation.rung(commands);
        Experience.Tally tally = experience.getOrDefault(name, new Experience.Tally(0, 0));
        long seed = 0x9E3779B97F4A7C15L * incident.hashCode() + name.hashCode();
        Belief belief = tally.belief();
        boolean useless = belief.tried() && belief.quantile(SURE) < HALF;
        return new Rung(commands, tally, belief.draw(new SplittableRandom(seed)), useless);
    }

    List<List<Command>> rungs() {
        return rungs.stream().map(Rung::commands).toList();
    }

    /** What is believed of each, in the order of trying; empty while nothing was learnt. */
    String words() {
        if (!learnt) return "";
        return rungs.stream().distinct().map(Choice::words).collect(Collectors.joining("; ", "; helped so far: ", ""));
    }

    private static String words(Rung rung) {
        Belief belief = rung.tally().belief();
        if (!belief.tried()) return rung.name() + String.format(Locale.ROOT, " untried, drawn %.2f", rung.drawn());
        return String.format(
                Locale.ROOT,
                "%s %.2f (90 %% sure: %.2f to %.2f; %d verified, %d failed), drawn %.2f%s",
                rung.name(),
                belief.mean(),
                belief.quantile(1 - SURE),
                belief.quantile(SURE),
                rung.tally().verified(),
                rung.tally().failed(),
                rung.drawn(),
                rung.useless() ? ", put last: it helps in less than half of the cases" : "");
    }
}
