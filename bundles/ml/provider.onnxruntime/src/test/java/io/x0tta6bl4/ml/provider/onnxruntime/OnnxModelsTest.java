package io.x0tta6bl4.ml.provider.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelsTest {
    @TempDir
    Path directory;

    private ModelFolder files;
    private OnnxModels models;

    @BeforeEach
    void serve_the_model_that_doubles() throws IOException {
        files = new ModelFolder(directory.resolve("models")).write("1");
        models = new OnnxModels(directory.resolve("native"), List.of(files.folder()));
    }

    @AfterEach
    void close() {
        models.close();
    }

    private Outcome ask(float... x) {
        return models.run(ModelFolder.ID, Map.of("x", Tensor.of(x)));
    }

    private ModelState state() {
        return models.states().getFirst();
    }

    @Test
    void a_trusted_model_with_right_golden_answers_serves() {
        assertThat(state()).isInstanceOf(ModelState.Serving.class);
        assertThat(((Outcome.Answered) ask(1, 2, -4)).outputs()).containsEntry("y", Tensor.of(2f, 4f, -8f));
        assertThat(models.test().get(ModelFolder.ID).right()).isTrue();
        assertThat(models.selfTest())
                .matches(result -> result.passed(), "passed")
                .asString()
                .contains("1.29.0");
    }

    @Test
    void a_model_nobody_vouches_for_does_not_exist() throws IOException {
        Files.delete(files.folder().resolve(ArtefactReader.LIST));
        assertThat(models.refresh()).isEmpty();
        assertThat(ask(1)).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void a_changed_record_a_changed_model_and_a_missing_model_are_refused_in_words() throws IOException {
        Path json = files.folder().resolve(ModelFolder.ID).resolve("model.json");
        Path onnx = json.resolveSibling("model.onnx");
        String record = Files.readString(json);
        Files.writeString(json, record + " ");
        assertThat(fresh()).contains("vouches for");
        Files.writeString(json, record);
        Files.write(onnx, new byte[] {1, 2, 3});
        assertThat(fresh()).contains("its record says");
        Files.delete(onnx);
        assertThat(fresh()).contains("model.onnx is missing");
    }

    /** What a node that starts now says of the model. */
    private String fresh() {
        try (OnnxModels node = new OnnxModels(directory.resolve("native"), List.of(files.folder()))) {
            assertThat(node.selfTest().passed()).isFalse();
            assertThat(node.run(ModelFolder.ID, Map.of("x", Tensor.of(1f)))).isInstanceOf(Outcome.Unavailable.class);
            return ((ModelState.Refused) node.states().getFirst()).reason();
        }
    }

    @Test
    void a_model_whose_golden_answer_is_wrong_never_serves() throws IOException {
        files.write("2", 3.1);
        assertThat(fresh()).contains("golden answers are wrong");
    }

    @Test
    void a_wrong_newer_model_leaves_the_old_one_serving_and_says_why() throws IOException {
        files.write("2", 3.1);
        models.refresh();
        ModelState.Serving serving = (ModelState.Serving) state();
        assertThat(serving.record().version()).isEqualTo("1");
        assertThat(serving.refused().orElseThrow()).contains("golden answers are wrong");
        assertThat(ask(1)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void inputs_that_do_not_fit_are_rejected_in_words() {
        assertThat(models.run(ModelFolder.ID, Map.of()))
                .isEqualTo(new Outcome.Rejected("the model double is not asked: the input 'x' is missing"));
        assertThat(models.run(ModelFolder.ID, Map.of("x", Tensor.of(1L)))).isInstanceOf(Outcome.Rejected.class);
        assertThat(models.run(ModelFolder.ID, Map.of("x", Tensor.of(1f), "z", Tensor.of(1f))))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_model_is_swapped_under_load_with_no_call_lost() throws Exception {
        AtomicBoolean swapping = new AtomicBoolean(true);
        AtomicLong calls = new AtomicLong();
        Callable<Long> load = () -> {
            long wrong = 0;
            while (swapping.get()) {
                if (!(ask(2, 3) instanceof Outcome.Answered a)
                        || !a.outputs().get("y").equals(Tensor.of(4f, 6f))) wrong++;
                calls.incrementAndGet();
            }
            return wrong;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> wrong = new ArrayList<>(List.of(threads.submit(load), threads.submit(load)));
            for (int i = 2; i < 32; i++) {
                long before = calls.get();
                files.write("" + i);
                models.refresh();
                assertThat(((ModelState.Serving) state()).record().version()).isEqualTo("" + i);
                while (calls.get() < before + 4) Thread.onSpinWait();
            }
            swapping.set(false);
            for (Future<Long> count : wrong) assertThat(count.get()).isZero();
        }
    }

    @Test
    void the_library_is_laid_down_once_and_a_damaged_one_is_replaced() throws IOException {
        Path first = NativeLibrary.in(directory.resolve("other"));
        assertThat(NativeLibrary.in(directory.resolve("other"))).isEqualTo(first);
        assertThat(first.getParent().getFileName().toString()).isEqualTo(Digests.of(first));
        Files.writeString(first, "damaged");
        assertThat(Digests.of(NativeLibrary.in(directory.resolve("other"))))
                .isEqualTo(first.getParent().getFileName().toString());
    }

    @Test
    void a_platform_without_the_library_is_named() {
        assertThatThrownBy(() -> NativeLibrary.in(directory, "Mac OS X", "aarch64"))
                .hasMessageContaining("Mac-OS-X-aarch64");
        assertThatThrownBy(() -> NativeLibrary.in(directory, "Linux", "riscv64"))
                .hasMessageContaining("linux-riscv64");
    }

    @Test
    void without_the_library_every_model_is_refused_and_the_self_test_says_so() throws IOException {
        Path noFolder = Files.writeString(directory.resolve("file"), "in the way");
        try (OnnxModels node = new OnnxModels(noFolder, List.of(files.folder()))) {
            assertThat(node.states()).singleElement().isInstanceOf(ModelState.Refused.class);
            assertThat(node.run(ModelFolder.ID, Map.of("x", Tensor.of(1f)))).isInstanceOf(Outcome.Unavailable.class);
            assertThat(node.selfTest().passed()).isFalse();
        }
    }
}
