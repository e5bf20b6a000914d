package io.x0tta6bl4.replay.provider.series;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What two policies make of the same observations. */
record Differences(List<List<Object>> rows, String words) {
    static final String SAME = "same";
    static final String[] HEADER = {
        "verdict", "what", "element", "kind", "signal", "before_from", "before_to", "after_from", "after_to", "words"
    };

    static Differences of(Findings then, Findings now) {
        List<List<Object>> rows = new ArrayList<>();
        int[] counts = new int[4];
        List<Findings.Alarm> left = new ArrayList<>(now.alarms());
        for (Findings.Alarm alarm : then.alarms()) {
            Optional<Findings.Alarm> match =
                    left.stream().filter(other -> overlap(alarm, other)).findFirst();
            match.ifPresent(left::remove);
            boolean same = match.filter(m -> m.from().equals(alarm.from()) && m.to().equals(alarm.to()))
                    .isPresent();
            counts[match.isEmpty() ? 1 : same ? 0 : 2]++;
            rows.add(row(match.isEmpty() ? "only before" : same ? SAME : "moved", Optional.of(alarm), match));
        }
        for (Findings.Alarm alarm : left) rows.add(row("only after", Optional.empty(), Optional.of(alarm)));
        counts[3] = left.size();
        String plans = plans(then.plans(), now.plans(), rows);
        return new Differences(
                rows,
                "alarms: " + then.alarms().size() + " before, "
                        + now.alarms().size() + " after (" + counts[0]
                        + " the same, " + counts[2] + " at other times, " + counts[1] + " only before, " + counts[3]
                        + " only after); " + plans);
    }

    private static boolean overlap(Findings.Alarm one, Findings.Alarm other) {
        return one.symptom().key().equals(other.symptom().key())
                && one.from().isBefore(other.to().orElse(Instant.MAX))
                && other.from().isBefore(one.to().orElse(Instant.MAX));
    }

    private static List<Object> row(String verdict, Optional<Findings.Alarm> before, Optional<Findings.Alarm> after) {
        Findings.Alarm shown = after.or(() -> before).orElseThrow();
        return List.of(
                verdict,
                "alarm",
                shown.symptom().element(),
                shown.symptom().kind(),
                shown.symptom().signal(),
                before.map(a -> a.from().toString()).orElse(""),
                before.flatMap(Findings.Alarm::to).map(Instant::toString).orElse(""),
                after.map(a -> a.from().toString()).orElse(""),
                after.flatMap(Findings.Alarm::to).map(Instant::toString).orElse(""),
                shown.symptom().summary());
    }

    private static String plans(List<Findings.Planned> then, List<Findings.Planned> now, List<List<Object>> rows) {
        List<Findings.Planned> left = new ArrayList<>(now);
        int same = 0;
        for (Findings.Planned plan : then) {
            boolean there = left.remove(plan);
            if (there) same++;
            rows.add(row(there ? SAME : "only before", plan, true, there));
        }
        for (Findings.Planned plan : left) rows.add(row("only after", plan, false, true));
        return "plans: " + then.size() + " before, " + now.size() + " after (" + same + " the same)";
    }

    private static List<Object> row(String verdict, Findings.Planned plan, boolean before, boolean after) {
        return List.of(
                verdict,
                "plan",
                plan.element(),
                plan.actions(),
                "",
                before ? plan.at().toString() : "",
                "",
                after ? plan.at().toString() : "",
                "",
                plan.reason());
    }
}
