package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.util.Set;

/** The same observations under two watch files, and what differs: alarms, and what would have been done. */
record BackTest(Course course) {
    static final String POLICY = "policy";
    static final String AGAINST = "against";
    static final String ALL = "all";

    /** Where observations come from, tick after tick; it can be read twice. */
    interface Source {
        long read(Recording.Tick tick) throws BadInput;
    }

    /** Refuses what means nothing without a policy, or nothing with one. */
    static boolean asked(ReplayWords words, Set<String> alone) {
        boolean asked = words.options().containsKey(POLICY);
        for (String option : asked ? alone : Set.of(AGAINST, ALL))
            if (words.options().containsKey(option))
                throw new IllegalArgumentException(
                        asked
                                ? "--" + option + " is not for a replay with --policy: effort stands in the watch file,"
                                        + " plans are rows of --out"
                                : "--" + option + " is for a replay with --policy WATCH.yaml");
        return asked;
    }

    /** Writes what differs to {@code --out}; returns it in words. */
    String compare(Source source, Model before, Model after, ReplayWords asked) throws BadInput {
        boolean all = "true".equals(asked.options().getOrDefault(ALL, "false"));
        Findings then = judge(source, before);
        Findings now = judge(source, after);
        Differences differences = Differences.of(then, now);
        try (CsvWriter out = new CsvWriter(asked.out(), Differences.HEADER)) {
            differences.rows().stream()
                    .filter(row -> all || !row.getFirst().equals(Differences.SAME))
                    .forEach(row -> out.row(row.toArray()));
            out.finish();
        }
        return differences.words();
    }

    private Findings judge(Source source, Model model) throws BadInput {
        course.begin(model.elements(), model.policy());
        Findings findings = new Findings();
        source.read((at, observations) -> findings.take(
                at,
                course.turn(
                        at,
                        observations.stream()
                                .filter(o -> model.element(o.element()).isPresent())
                                .toList())));
        return findings;
    }
}
