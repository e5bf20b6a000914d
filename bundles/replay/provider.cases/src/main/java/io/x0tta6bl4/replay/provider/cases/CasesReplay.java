package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code x0 replay cases DIR --out FILE}: the ranked causes of each case, or NONE. Each case is answered alone. With
 * {@code --evidence FILE} the confidence of each and what speaks for it are written too.
 */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=cases"})
public final class CasesReplay implements Replay, SelfTest {
    private static final String NONE = "NONE";
    private static final String UNSET = "a watch file sets nothing about the ranking of causes, which has one set of"
            + " numbers for all data. Thresholds, anomalies and the ladder are back-tested on the same measurements as"
            + " <node>/<metric>.csv by replay series, or by replay recording";

    private final CauseRanker ranker;

    @Activate
    public CasesReplay(@Reference(policyOption = ReferencePolicyOption.GREEDY) CauseRanker ranker) {
        this.ranker = ranker;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords.refuse(words, "policy", UNSET);
        ReplayWords asked = ReplayWords.parse(words, Set.of("out", "evidence"));
        Path out = asked.out();
        Path root = CaseTree.root(asked.input());
        List<Path> cases = CaseTree.of(root);
        CaseReader reader = new CaseReader(root);
        int none = 0;
        try (CsvWriter ranks = new CsvWriter(out, "case", "rank", "node");
                Evidence evidence = new Evidence(asked.file("evidence"))) {
            for (Path directory : cases) {
                String name = CaseTree.name(root, directory);
                Ranking ranking = ranker.rank(reader.read(directory));
                if (ranking.causes().isEmpty()) none++;
                write(ranks, name, ranking);
                evidence.write(name, ranking);
            }
            evidence.finish();
            ranks.finish();
        }
        return cases.size() + " cases, " + none + " without a cause on their graph -> " + out;
    }

    private static void write(CsvWriter csv, String name, Ranking ranking) {
        if (ranking.causes().isEmpty()) csv.row(name, 1, NONE);
        int rank = 1;
        for (Ranking.Suspect suspect : ranking.causes()) csv.row(name, rank++, suspect.node());
    }

    /** The file for people, where one is wanted. */
    private static final class Evidence implements AutoCloseable {
        private final Optional<CsvWriter> csv;

        Evidence(Optional<Path> file) throws BadInput {
            this.csv = file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new CsvWriter(file.get(), "case", "rank", "node", "confidence", "evidence"));
        }

        void write(String name, Ranking ranking) {
            if (csv.isEmpty()) return;
            if (ranking.causes().isEmpty()) csv.get().row(name, 1, NONE, "", ranking.explanation());
            int rank = 1;
            for (Ranking.Suspect suspect : ranking.causes())
                csv.get()
                        .row(
                                name,
                                rank++,
                                suspect.node(),
                                String.format(Locale.ROOT, "%.3f", suspect.confidence()),
                                String.join("; ", suspect.evidence()));
        }

        void finish() throws BadInput {
            if (csv.isPresent()) csv.get().finish();
        }

        @Override
        public void close() {
            csv.ifPresent(CsvWriter::close);
        }
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("of a caller and a callee that both grow slow, the callee is ranked first", () -> {
            Scene.Alert alert = new Scene.Alert("caller", Scene.Measure.SERVING_LATENCY, "");
            Scene scene = new Scene(
                    Set.of("caller", "callee"),
                    Set.of(new Scene.Call("caller", "callee")),
                    List.of(latency("caller", 0.2, 0.7), latency("callee", 0.1, 0.6)),
                    Optional.of(alert),
                    false,
                    Scene.Traffic.none());
            Ranking ranking = ranker.rank(scene);
            if (ranking.causes().isEmpty()
                    || !ranking.causes().getFirst().node().equals("callee"))
                throw new IllegalStateException("expected callee first, got " + ranking);
            return ranking.explanation();
        });
    }

    private static Scene.Track latency(String node, double before, double since) {
        double[] normal = new double[40];
        Arrays.fill(normal, before);
        double[] now = new double[5];
        Arrays.fill(now, since);
        return new Scene.Track(node, Optional.empty(), Scene.Measure.SERVING_LATENCY, "latency", normal, now);
    }
}
