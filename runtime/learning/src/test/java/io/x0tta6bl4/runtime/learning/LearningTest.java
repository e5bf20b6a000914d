package io.x0tta6bl4.runtime.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.x0tta6bl4.analyze.provider.graphsage.GraphQuestion;
import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.ml.provider.onnxruntime.OnnxModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningTest {
    private static final GraphSage.Settings SMALL = new GraphSage.Settings(5, 10, 2, 8);
    private static GraphSage.Result result;

    @BeforeAll
    static void train_a_small_one() {
        result = GraphSage.train(SMALL);
    }

    @Test
    void the_same_seed_gives_the_same_bytes() {
        GraphSage.Result again = GraphSage.train(SMALL);
        assertThat(again.onnx()).isEqualTo(result.onnx());
        assertThat(again.raw()).isEqualTo(result.raw());
        assertThat(Card.of(again)).isEqualTo(Card.of(result));
        assertThat(GraphSage.train(new GraphSage.Settings(6, 10, 2, 8)).onnx()).isNotEqualTo(result.onnx());
    }

    /** The order of sets and maps may differ from one process to the next, and not within one. */
    @Test
    void another_process_gives_the_same_bytes(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "train",
                "graphsage"));
        command.addAll(List.of("--seed", "5", "--graphs", "10", "--epochs", "2", "--hidden", "8"));
        command.addAll(List.of("--models", folder + "/m", "--card", folder + "/card.md", "--out", folder + "/out"));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(folder.resolve("m/" + GraphSage.ID + "/model.onnx")).hasBinaryContent(result.onnx());
        assertThat(folder.resolve("card.md")).hasContent(Card.of(result));
        assertThat(folder.resolve("out/predictions.csv")).hasContent(result.raw());
    }

    @Test
    void the_gradient_is_the_slope_of_the_surprise() {
        SplittableRandom random = new SplittableRandom(3);
        Network network = new Network(Signs.FEATURES, 6);
        network.draw(random);
        // off the kinks: no unit stands exactly at zero
        for (int i = 0; i < network.weights.length; i++) network.weights[i] += 0.01 * random.nextDouble();
        for (Incident incident : Incidents.draw(List.of(Topology.Family.MESH), 1, 6, new SplittableRandom(9))) {
            Neighbours graph = Neighbours.of(incident.signs());
            double[] gradient = new double[network.weights.length];
            network.learn(graph, incident.root(), gradient);
            for (int i = 0; i < gradient.length; i += 7) {
                double step = 1e-6;
                double kept = network.weights[i];
                network.weights[i] = kept + step;
                double above = Network.loss(network.forward(graph).logits(), incident.root());
                network.weights[i] = kept - step;
                double below = Network.loss(network.forward(graph).logits(), incident.root());
                network.weights[i] = kept;
                assertThat(gradient[i]).as("weight " + i).isCloseTo((above - below) / (2 * step), within(1e-6));
            }
        }
    }

    @Test
    void no_topology_is_in_two_sets_and_two_families_are_never_trained_on() {
        Map<String, List<Incident>> sets = GraphSage.draw(SMALL);
        Set<Object> seen = new HashSet<>();
        sets.forEach((name, incidents) -> {
            Set<Object> models = new HashSet<>();
            incidents.forEach(incident -> models.add(incident.snapshot().model()));
            models.forEach(model -> assertThat(seen.add(model)).isTrue());
            assertThat(incidents).allSatisfy(i -> assertThat(i.family().held()).isEqualTo(name.equals("unseen")));
        });
    }

    @Test
    void the_written_model_runs_in_onnx_runtime_and_says_what_the_network_says(@TempDir Path folder) throws Exception {
        ModelFiles.write(folder, result);
        try (OnnxModels models = OnnxModels.in(folder.resolve("native"), List.of(folder))) {
            assertThat(models.states()).singleElement().isInstanceOf(ModelState.Serving.class);
            for (Incident incident : GraphSage.draw(SMALL).get("unseen")) {
                Outcome outcome = models.run(GraphSage.ID, GraphQuestion.of(incident.signs()));
                assertThat(outcome).isInstanceOf(Outcome.Answered.class);
                float[] found =
                        ((Tensor.Floats) ((Outcome.Answered) outcome).outputs().get("logit")).data();
                double[] wanted = result.network()
                        .forward(Neighbours.of(incident.signs()))
                        .logits();
                for (int i = 0; i < wanted.length; i++)
                    assertThat((double) found[i]).isCloseTo(wanted[i], within(1e-4));
            }
        }
    }

    @Test
    void the_card_and_the_answers_hold_every_set_and_method() {
        assertThat(Card.of(result)).contains("## Where it does not help", "set `unseen`", "| faults |");
        assertThat(result.raw().lines().count())
                .isEqualTo(1
                        + Exam.METHODS.size()
                                * (long) (result.sizes().get("validation")
                                        + result.sizes().get("test")
                                        + result.sizes().get("unseen")));
    }
}
