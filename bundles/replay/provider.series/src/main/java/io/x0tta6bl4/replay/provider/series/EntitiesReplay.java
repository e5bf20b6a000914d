package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.analyze.api.Judgement;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code x0 replay entities DIR --out scores.csv}: {@code <entity>_train.csv} and {@code <entity>_test.csv}, one column for each
 * signal, one row for each step. The rows of both go through the same detector in order; those of the second are written.
 */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=entities"})
public final class EntitiesReplay implements Replay, SelfTest {
    private static final String TRAIN = "_train.csv";
    private static final String TEST = "_test.csv";
    static final int STEP_SECONDS = 60;
    private static final int BLAMED = 32;

    private final Course course;
    private final WatchFiles files;

    @Activate
    public EntitiesReplay(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Course course,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) WatchFiles files) {
        this.course = course;
        this.files = files;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords asked =
                ReplayWords.parse(words, Set.of("out", "plans", BackTest.POLICY, BackTest.AGAINST, BackTest.ALL));
        boolean backTest = BackTest.asked(asked, Set.of("plans"));
        Inputs inputs = Inputs.of(asked.input());
        List<Entity> entities = Entity.all(inputs);
        if (backTest) return backTest(asked, inputs, entities);
        Tally tally = new Tally();
        try (CsvWriter out = new CsvWriter(asked.out(), "series", "t", "score", "alarm", "top");
                Dryruns plans = new Dryruns(asked.file("plans"))) {
            for (Entity entity : entities) entity(entity, out, plans, tally);
            out.finish();
            plans.finish();
        }
        return tally.words(entities.size(), "entities");
    }

    /** @param name its path below the input */
    record Entity(String name, Path train, Path test) {
        static List<Entity> all(Inputs inputs) throws BadInput {
            List<Entity> entities = new ArrayList<>();
            for (Path test : inputs.files()) {
                String path = test.toString();
                if (!path.endsWith(TEST)) continue;
                Path train = Path.of(path.substring(0, path.length() - TEST.length()) + TRAIN);
                if (!Files.isReadable(train))
                    throw new BadInput("There is " + test + ", and no " + train.getFileName() + " beside it");
                String name = inputs.name(test);
                entities.add(new Entity(name.substring(0, name.length() - TEST.length()), train, test));
            }
            if (entities.isEmpty()) throw new BadInput("There is no <entity>" + TEST + " below " + inputs.root());
            return entities;
        }
    }

    /** Each entity is an element of the watch file; compared with another one, or with what no policy gives. */
    private String backTest(ReplayWords asked, Inputs inputs, List<Entity> entities) throws BadInput {
        Model after = files.read(asked.file(BackTest.POLICY).orElseThrow());
        Model before = asked.file(BackTest.AGAINST).map(files::read).orElseGet(() -> Watching.plain(after, true));
        EntitySource source = EntitySource.of(inputs, entities, new Watching(List.of(after, before)));
        String differences = new BackTest(course).compare(source, before, after, asked);
        return source.feeds().size() + " of " + entities.size() + " entities are watched; " + differences;
    }

    private void entity(Entity entity, CsvWriter out, Dryruns plans, Tally tally) throws BadInput {
        Rows rows = new Rows();
        Answer silent = (_, _) -> {};
        long trained = replay(rows, entity.train(), 0, silent, tally);
        String name = entity.name();
        replay(rows, entity.test(), trained, (t, turn) -> write(name, t, turn, out, plans, tally), tally);
        tally.ended();
    }

    private interface Answer {
        void take(long t, Turn turn);
    }

    private long replay(Rows rows, Path file, long from, Answer answer, Tally tally) throws BadInput {
        long[] t = {0};
        rows.read(file, values -> {
            if (from + t[0] == 0) begin(values.length);
            tally.row(values);
            Instant at = Instant.EPOCH.plusSeconds((from + t[0]) * STEP_SECONDS);
            answer.take(t[0]++, course.turn(at, observations(values, at)));
        });
        return from + t[0];
    }

    private void begin(int columns) {
        List<String> signals =
                IntStream.range(0, columns).mapToObj(Integer::toString).toList();
        course.begin(List.of(Watched.element(signals, columns > 1, true)), Policy.defaults());
    }

    private static List<Observation> observations(double[] values, Instant at) {
        List<Observation> observations = new ArrayList<>(values.length);
        for (int c = 0; c < values.length; c++)
            if (Double.isFinite(values[c]))
                observations.add(
                        Observation.measured(Watched.ID, Integer.toString(c), values[c], "1", at, "recording"));
        return observations;
    }

    private static void write(String entity, long t, Turn turn, CsvWriter out, Dryruns plans, Tally tally) {
        for (Score score : turn.analysis().scores()) {
            Judgement judgement = score.judgement();
            if (judgement.score().isEmpty()) continue;
            String top = score.signal().equals(Score.TOGETHER)
                    ? judgement.reasons().stream()
                            .limit(BLAMED)
                            .map(Judgement.Reason::name)
                            .collect(Collectors.joining(" "))
                    : judgement.alarm() ? score.signal() : "";
            out.row(entity, t, judgement.score().getAsDouble(), judgement.alarm() ? 1 : 0, top);
            tally.judged(judgement.alarm(), !turn.analysis().raised().isEmpty());
        }
        plans.write(entity, t, turn);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the course takes a row of two signals", () -> {
            begin(2);
            int scores = course.turn(Instant.EPOCH, observations(new double[] {1, 2}, Instant.EPOCH))
                    .analysis()
                    .scores()
                    .size();
            if (scores != 1)
                throw new IllegalStateException("one row gave " + scores + " judgements: is there a"
                        + " detector of anomalies (feature analyze.series)?");
            return "one row, one judgement";
        });
    }
}
