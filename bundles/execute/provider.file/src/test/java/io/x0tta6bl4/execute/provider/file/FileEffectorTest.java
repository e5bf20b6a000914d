package io.x0tta6bl4.execute.provider.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEffectorTest implements EffectorContract {
    private static final ElementId STORE = new ElementId("store");

    @TempDir
    Path directory;

    private Path file;
    private Path second;
    private DirectoryBaselines baselines;
    private FileEffector effector;

    @BeforeEach
    void aFileThatWorkedAndWasChanged() throws Exception {
        file = directory.resolve("store.properties");
        second = directory.resolve("other.properties");
        baselines = new DirectoryBaselines(directory.resolve("baselines"));
        effector = new FileEffector(baselines);
        baselines.keep(STORE, file.toString(), "", "good".getBytes(UTF_8));
        Files.writeString(file, "bad");
        Files.writeString(second, "untouched");
    }

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.RestoreConfiguration();
    }

    @Override
    public Element target() {
        var subject = new Subject.Process(
                List.of("true"),
                directory,
                Map.of(),
                List.of(file, second),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        return new Element(
                STORE,
                subject,
                "backend",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    @Override
    public long effects() {
        return baselines.rejected.size();
    }

    private Path aside() {
        return file.resolveSibling("store.properties.rejected-" + digest("bad").substring(0, 12));
    }

    private static String digest(String content) {
        return ConfigurationFile.digest(content.getBytes(UTF_8));
    }

    @Test
    void the_content_that_worked_is_back_and_the_other_is_kept_beside_it_and_rejected() throws Exception {
        Effect effect = effector.apply(order("a-1"));
        assertThat(effect).isInstanceOf(Effect.Done.class);
        assertThat(effect.detail()).contains(file.toString(), aside().toString());
        assertThat(file).hasContent("good");
        assertThat(aside()).hasContent("bad");
        assertThat(baselines.rejected(STORE, file.toString(), digest("bad"))).isTrue();
        assertThat(second).hasContent("untouched");
        assertThat(effector.possible(target(), command())).isFalse();
        try (var files = Files.list(directory)) {
            assertThat(files).as("no half-written file is left").hasSize(4);
        }
    }

    @Test
    void mode_and_symbolic_link_stay() throws Exception {
        Path real = Files.move(file, directory.resolve("real.properties"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real.getFileName());
        effector.apply(order("a-1"));
        assertThat(Files.isSymbolicLink(file)).isTrue();
        assertThat(real).hasContent("good");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void a_missing_file_is_there_again() throws Exception {
        Files.delete(file);
        assertThat(effector.apply(order("a-1"))).isInstanceOf(Effect.Done.class);
        assertThat(file).hasContent("good");
        assertThat(effector.undo(order("a-1"))).isInstanceOf(Effect.Done.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void undo_puts_the_replaced_content_back_once() {
        effector.apply(order("a-1"));
        assertThat(effector.undo(order("a-1"))).isInstanceOf(Effect.Done.class);
        assertThat(file).hasContent("bad");
        assertThat(effector.undo(order("a-1"))).isInstanceOf(Effect.Refused.class);
    }

    @Test
    void a_rejected_baseline_is_passed_over_for_the_one_before() throws Exception {
        baselines.keep(STORE, file.toString(), "", "seemed good".getBytes(UTF_8));
        baselines.reject(STORE, file.toString(), digest("seemed good"), "crash loop");
        effector.apply(order("a-1"));
        assertThat(file).hasContent("good");
    }

    @Test
    void without_a_content_that_worked_it_is_refused_and_not_possible() throws Exception {
        var none = new FileEffector(new DirectoryBaselines(directory.resolve("none")));
        assertThat(none.possible(target(), command())).isFalse();
        assertThat(none.apply(order("a-1"))).isInstanceOf(Effect.Refused.class);
        assertThat(file).hasContent("bad");
    }

    @Test
    void a_damaged_baseline_is_not_written() throws Exception {
        Files.writeString(directory.resolve("baselines").resolve(digest("good")), "damaged");
        Effect effect = effector.apply(order("a-1"));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("damaged");
        assertThat(file).hasContent("bad");
        assertThat(effects()).isZero();
    }

    @Test
    void an_action_that_a_killed_node_left_half_done_is_completed_by_the_same_id() throws Exception {
        baselines.keep(STORE, second.toString(), "", "second good".getBytes(UTF_8));
        Files.writeString(aside(), "bad");
        Files.writeString(file, "good");
        var next = new FileEffector(baselines);
        assertThat(next.apply(order("a-1"))).isInstanceOf(Effect.Done.class);
        assertThat(second).hasContent("second good");
        assertThat(file).hasContent("good");
        assertThat(new FileEffector(baselines).apply(order("a-1")).detail()).contains("all configuration files");
    }

    @Test
    void its_self_test_replaces_a_real_file() {
        assertThat(effector.selfTest().passed())
                .as(effector.selfTest().detail())
                .isTrue();
    }
}
