package io.x0tta6bl4.itests.scenarios.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table that a run of the demo ends with. */
public final class Timeline {
    private Timeline() {}

    /** One line a step, columns aligned. */
    public static String of(List<StepReport> steps) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("step", "on", "detected", "handled", "MTTD", "MTTR", "verified by"));
        for (StepReport step : steps)
            rows.add(List.of(
                    "(" + step.letter() + ") " + step.title(),
                    step.target(),
                    yes(step.passed(Finding.Aspect.DETECTED)),
                    yes(step.passed(Finding.Aspect.HANDLED)),
                    milliseconds(step.mttd()),
                    milliseconds(step.mttr()),
                    (step.passed(Finding.Aspect.VERIFIED) ? "" : "NOT: ") + step.verification()));
        return table(rows);
    }

    /** Rows as lines with aligned columns; the last column is not padded. */
    public static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] width = new int[columns];
        for (List<String> row : rows)
            for (int c = 0; c < columns; c++)
                width[c] = Math.max(width[c], row.get(c).length());
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int c = 0; c < columns; c++)
                line.append(
                        c == columns - 1
                                ? row.get(c)
                                : row.get(c) + " ".repeat(width[c] - row.get(c).length() + 2));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String yes(boolean ok) {
        return ok ? "yes" : "NO";
    }

    private static String milliseconds(Optional<Duration> duration) {
        return duration.map(d -> "%,d ms".formatted(d.toMillis())).orElse("-");
    }
}
