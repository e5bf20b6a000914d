package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.WatchFiles;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import io.x0tta6bl4.replay.api.Turn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code x0 replay series DIR --out scores.csv}: each file {@code timestamp,value} is one signal, watched for anomalies. */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=series"})
public final class SeriesReplay implements Replay, SelfTest {
    private static final String SIGNAL = "x-value";

    private final Course course;
    private final WatchFiles files;

    @Activate
    public SeriesReplay(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Course course,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) WatchFiles files) {
        this.course = course;
        this.files = files;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords asked = ReplayWords.parse(
                words, Set.of("out", "plans", "effort", BackTest.POLICY, BackTest.AGAINST, BackTest.ALL));
        if (BackTest.asked(asked, Set.of("plans", "effort"))) return backTest(asked);
        boolean thorough = effort(asked.options().getOrDefault("effort", "full"));
        Inputs inputs = Inputs.of(asked.input());
        Tally tally = new Tally();
        try (CsvWriter out = new CsvWriter(asked.out(), "series", "t", "score", "alarm");
                Dryruns plans = new Dryruns(asked.file("plans"))) {
            for (Path file : inputs.files()) replay(file, inputs.name(file), thorough, out, plans, tally);
            out.finish();
            plans.finish();
        }
        return tally.words(inputs.files().size(), "series");
    }

    /** Each file is the signal of an element of the watch file; compared with another one, or with what no policy gives. */
    private String backTest(ReplayWords asked) throws BadInput {
        Inputs inputs = Inputs.of(asked.input());
        Model after = files.read(asked.file(BackTest.POLICY).orElseThrow());
        Model before = asked.file(BackTest.AGAINST).map(files::read).orElseGet(() -> Watching.plain(after, false));
        SeriesSource source = SeriesSource.of(inputs, new Watching(List.of(after, before)));
        String differences = new BackTest(course).compare(source, before, after, asked);
        return source.feeds().size() + " of " + inputs.files().size() + " series are watched; " + differences;
    }

    private static boolean effort(String word) {
        return switch (word) {
            case "full" -> true;
            case "screen" -> false;
            default -> throw new IllegalArgumentException("--effort is full or screen, not '" + word + "'");
        };
    }

    private void replay(Path file, String name, boolean thorough, CsvWriter out, Dryruns plans, Tally tally)
            throws BadInput {
        course.begin(List.of(Watched.element(List.of(SIGNAL), false, thorough)), Policy.defaults());
        try (SeriesFile series = new SeriesFile(file)) {
            Instant last = Instant.EPOCH;
            long t = 0;
            for (Optional<SeriesFile.Row> row = series.next(); row.isPresent(); row = series.next(), t++) {
                Instant at = row.get().at();
                double value = row.get().value();
                tally.row(at, last, t, value);
                if (at.isAfter(last)) last = at;
                if (Double.isFinite(value)) judge(name, t, last, value, out, plans, tally);
            }
            tally.ended();
        }
    }

    private void judge(String name, long t, Instant at, double value, CsvWriter out, Dryruns plans, Tally tally) {
        Turn turn = course.turn(at, List.of(Observation.measured(Watched.ID, SIGNAL, value, "1", at, "recording")));
        for (Score score : turn.analysis().scores()) {
            boolean alarm = score.judgement().alarm();
            if (score.judgement().score().isEmpty()) continue;
            out.row(name, t, score.judgement().score().getAsDouble(), alarm ? 1 : 0);
            tally.judged(alarm, !turn.analysis().raised().isEmpty());
        }
        plans.write(name, t, turn);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the course takes a series of one signal", () -> {
            course.begin(List.of(Watched.element(List.of(SIGNAL), false, false)), Policy.defaults());
            int scores = course.turn(
                            Instant.EPOCH,
                            List.of(Observation.measured(Watched.ID, SIGNAL, 1, "1", Instant.EPOCH, "recording")))
                    .analysis()
                    .scores()
                    .size();
            if (scores != 1)
                throw new IllegalStateException("one value gave " + scores + " judgements: is there a"
                        + " detector of anomalies (feature analyze.series)?");
            return "one value, one judgement";
        });
    }
}
