package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.WatchFiles;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code x0 replay recording DIR --policy WATCH.yaml --out differences.csv}: what a node recorded, judged under the watch file
 * it had then and under another one, and what would have differed: alarms and plans.
 */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=recording"})
public final class RecordingReplay implements Replay, SelfTest {
    private static final String OWN = "watch.yaml";

    private final Course course;
    private final WatchFiles files;

    @Activate
    public RecordingReplay(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Course course,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) WatchFiles files) {
        this.course = course;
        this.files = files;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords asked = ReplayWords.parse(words, Set.of("out", "policy", "against", "all"));
        Recording recording = Recording.of(asked.input());
        Path after = asked.file("policy")
                .orElseThrow(() -> new IllegalArgumentException("a recording is judged under --policy WATCH.yaml"));
        Path before = asked.file("against").orElse(asked.input().resolve(OWN));
        if (!Files.isRegularFile(before))
            throw new IllegalArgumentException("there is no " + before
                    + ", the watch file of the recording; name the one to compare with: --against WATCH.yaml");
        boolean all = "true".equals(asked.options().getOrDefault("all", "false"));
        Findings then = judge(recording, files.read(before));
        Findings now = judge(recording, files.read(after));
        Differences differences = Differences.of(then, now);
        try (CsvWriter out = new CsvWriter(asked.out(), Differences.HEADER)) {
            differences.rows().stream()
                    .filter(row -> all || !row.getFirst().equals(Differences.SAME))
                    .forEach(row -> out.row(row.toArray()));
            out.finish();
        }
        return differences.words();
    }

    private Findings judge(Recording recording, Model model) throws BadInput {
        course.begin(model.elements(), model.policy());
        Findings findings = new Findings();
        recording.read((at, observations) -> findings.take(
                at,
                course.turn(
                        at,
                        observations.stream()
                                .filter(o -> model.element(o.element()).isPresent())
                                .toList())));
        return findings;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("no difference between what is the same", () -> {
            Differences none = Differences.of(new Findings(), new Findings());
            if (!none.rows().isEmpty()) throw new IllegalStateException("found " + none.rows());
            return none.words();
        });
    }

    /** What two policies make of one recording. */
    record Differences(List<List<Object>> rows, String words) {
        static final String SAME = "same";
        static final String[] HEADER = {
            "verdict",
            "what",
            "element",
            "kind",
            "signal",
            "before_from",
            "before_to",
            "after_from",
            "after_to",
            "words"
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

        private static List<Object> row(
                String verdict, Optional<Findings.Alarm> before, Optional<Findings.Alarm> after) {
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
}
