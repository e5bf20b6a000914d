package io.x0tta6bl4.knowledge.provider.yaml;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files on a real file system change under a running model. */
class LiveChangeTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private Path file;
    private final List<WatchedModel> open = new ArrayList<>();

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(directory.resolve("w.yaml"), text("a"));
    }

    @AfterEach
    void close() {
        open.forEach(WatchedModel::close);
    }

    private static String text(String... names) {
        StringBuilder text = new StringBuilder("elements:\n");
        for (String name : names) text.append("  ").append(name).append(": {host: {}}\n");
        return text.toString();
    }

    private WatchedModel model(Path path, Duration look) {
        WatchedModel model = new WatchedModel(Optional.of(path), "node", look);
        open.add(model);
        return model;
    }

    private static List<String> names(Model model) {
        return model.elements().stream().map(element -> element.id().value()).toList();
    }

    private static void awaitNames(WatchedModel model, String... names) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(names(model.current())).containsExactly(names));
    }

    private static Element found(String name) {
        return Element.discovered(new ElementId(name), new Subject.Bundle(name), "bundle", Set.of());
    }

    @Test
    void a_wrong_file_refuses_the_start_with_its_errors() throws IOException {
        Files.writeString(file, "elements: {a: {hots: {}}}");
        assertThatExceptionOfType(WatchFileRefused.class)
                .isThrownBy(() -> model(file, NEVER))
                .withMessageContaining(file + ":1:16: unknown key 'hots', did you mean 'host'?");
    }

    @Test
    void without_a_file_the_model_is_empty_and_discovery_still_works() {
        WatchedModel model = new WatchedModel(Optional.empty(), "alone", NEVER);
        open.add(model);
        assertThat(model.current().elements()).isEmpty();
        assertThat(model.current().node()).isEqualTo("alone");
        model.discovered("bundles", List.of(found("bundle/x")));
        assertThat(names(model.current())).containsExactly("bundle/x");
        assertThat(model.selfTest().passed()).isTrue();
        assertThat(model.selfTest().detail()).isEqualTo("no watch file; 1 elements in force, revision 2");
    }

    @Test
    void a_file_written_in_place_is_put_in_force_by_its_event() throws IOException {
        WatchedModel model = model(file, NEVER);
        long before = model.current().revision();
        Files.writeString(file, text("a", "b"));
        awaitNames(model, "a", "b");
        assertThat(model.current().revision()).isEqualTo(before + 1);
    }

    @Test
    void a_file_renamed_over_the_old_one_is_put_in_force() throws IOException {
        WatchedModel model = model(file, NEVER);
        for (String name : List.of("b", "c", "d")) {
            Path next = Files.writeString(directory.resolve(".w.yaml.swp"), text(name));
            Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
            awaitNames(model, name);
        }
    }

    @Test
    void a_link_turned_to_another_directory_is_followed() throws IOException {
        Path one = Files.writeString(
                Files.createDirectory(directory.resolve("one")).resolve("w.yaml"), text("one"));
        Path two = Files.writeString(
                Files.createDirectory(directory.resolve("two")).resolve("w.yaml"), text("two"));
        Path data = Files.createSymbolicLink(directory.resolve("data"), one.getParent());
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), data.resolve("w.yaml"));
        WatchedModel model = model(link, OFTEN);
        awaitNames(model, "one");

        Path turned = Files.createSymbolicLink(directory.resolve("data.new"), two.getParent());
        Files.move(turned, data, ATOMIC_MOVE, REPLACE_EXISTING);
        awaitNames(model, "two");

        Files.writeString(two, text("two", "three"));
        awaitNames(model, "two", "three");
    }

    @Test
    void a_lost_event_is_made_up_for_by_looking() throws IOException {
        CountDownLatch changed = new CountDownLatch(1);
        Path linked =
                Files.createSymbolicLink(directory.resolve("far"), Files.createDirectory(directory.resolve("real")));
        Path far = Files.createSymbolicLink(directory.resolve("far.yaml"), linked.resolve("x.yaml"));
        try (FileWatch watch = new FileWatch(far, OFTEN, changed::countDown)) {
            watch.start();
            Files.writeString(linked.resolve("x.yaml"), "appears where no directory was watched");
            await().atMost(Duration.ofSeconds(20)).until(() -> changed.getCount() == 0);
        }
    }

    @Test
    void a_wrong_change_leaves_the_old_model_in_force_and_is_said_until_it_is_mended() throws IOException {
        WatchedModel model = model(file, NEVER);
        Model before = model.current();
        long changes = model.changes();
        Files.writeString(file, "elements: {b: {host: {}, depends-on: [zz]}}");
        await().atMost(Duration.ofSeconds(20)).until(() -> model.changes() > changes);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> model.selfTest().detail().contains("REFUSED"));
        SelfTestResult result = model.selfTest();
        assertThat(model.current()).isSameAs(before);
        assertThat(result.passed()).isTrue();
        assertThat(result.detail()).contains(file + ":1:39: depends-on: unknown element 'zz'");

        Files.delete(file);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> model.selfTest().detail().contains("does not exist"));
        assertThat(model.current()).isSameAs(before);

        Files.writeString(file, text("a", "b"));
        awaitNames(model, "a", "b");
        assertThat(model.selfTest().detail())
                .isEqualTo("2 elements in force, revision 2; the file on disk is in force");
    }

    @Test
    void the_same_written_otherwise_changes_nothing() throws IOException {
        WatchFile first = WatchFileReader.read(Files.writeString(file, text("a", "b")));
        WatchFile same = WatchFileReader.read(Files.writeString(file, """
            # a remark
            {"elements": {"b": {"host": null}, "a": {"host": {}, "zone": "default"}}}
            """));
        WatchFile other = WatchFileReader.read(Files.writeString(file, text("a")));
        try (LiveModel live = new LiveModel("node", first)) {
            Model before = live.current();
            assertThat(live.configure(same)).isFalse();
            assertThat(live.current()).isSameAs(before);
            assertThat(live.configure(other)).isTrue();
            assertThat(live.current().revision()).isEqualTo(before.revision() + 1);
        }
    }

    @Test
    void discovered_elements_follow_configured_ones_and_never_hide_them() {
        WatchedModel model = model(file, NEVER);
        Model first = model.current();
        model.discovered("one", List.of(found("a"), found("x")));
        model.discovered("two", List.of(found("x"), found("y")));
        assertThat(names(model.current())).containsExactly("a", "x", "y");
        assertThat(model.current().element(new ElementId("a")).orElseThrow().subject())
                .isEqualTo(new Subject.Host());
        assertThat(model.current().revision()).isEqualTo(first.revision() + 2);

        Model same = model.current();
        model.discovered("two", List.of(found("x"), found("y")));
        model.discovered("three", List.of());
        assertThat(model.current()).isSameAs(same);

        model.discovered("one", List.of());
        assertThat(names(model.current())).containsExactly("a", "x", "y");
        model.discovered("two", List.of());
        assertThat(names(model.current())).containsExactly("a");
    }

    @Test
    void discovered_elements_may_depend_on_one_another_in_a_circle() {
        WatchedModel model = model(file, NEVER);
        ElementId one = new ElementId("bundle/1");
        ElementId two = new ElementId("bundle/2");
        model.discovered(
                "bundles",
                List.of(
                        Element.discovered(one, new Subject.Bundle("1"), "bundle", Set.of(two)),
                        Element.discovered(two, new Subject.Bundle("2"), "bundle", Set.of(one))));
        assertThat(model.current().dependents(one)).containsExactly(two);
    }

    @Test
    void listeners_hear_every_model_in_order_on_one_thread_whatever_another_throws() throws Exception {
        WatchedModel model = model(file, NEVER);
        List<Long> heard = new CopyOnWriteArrayList<>();
        Set<Thread> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AutoCloseable bad = model.onChange(news -> {
            throw new IllegalStateException("a listener that fails");
        });
        AutoCloseable good = model.onChange(news -> {
            threads.add(Thread.currentThread());
            heard.add(news.revision());
        });
        for (int n = 0; n < 50; n++) model.discovered("source", List.of(found("bundle/" + n)));
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 51);
        assertThat(heard).isSorted().doesNotHaveDuplicates().startsWith(1L).endsWith(51L);
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());

        good.close();
        good.close();
        CountDownLatch told = new CountDownLatch(2);
        AutoCloseable last = model.onChange(news -> told.countDown());
        model.discovered("source", List.of());
        await().atMost(Duration.ofSeconds(20)).until(() -> told.getCount() == 0);
        assertThat(heard).hasSize(51);
        bad.close();
        last.close();
    }

    @Test
    void a_slow_listener_gets_the_newest_model_and_memory_stays_bounded() throws Exception {
        WatchedModel model = model(file, NEVER);
        CountDownLatch go = new CountDownLatch(1);
        List<Long> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable slow = model.onChange(news -> {
            awaitQuietly(go);
            heard.add(news.revision());
        })) {
            for (int n = 0; n < Announcer.LIMIT * 3; n++) model.discovered("source", List.of(found("bundle/" + n)));
            go.countDown();
            long newest = model.current().revision();
            await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(newest));
            assertThat(heard).isSorted().hasSizeLessThan(Announcer.LIMIT * 2);
            assertThat(slow).isNotNull();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
