package io.x0tta6bl4.monitor.provider.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSensorTest implements SensorContract {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final MemoryBaselines baselines = new MemoryBaselines();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
    private FileSensor sensor = new FileSensor(baselines, SteadyClock.system(), Duration.ofSeconds(1));
    private Path file = Path.of("unset");

    /** Baselines that are forgotten when the test ends. */
    private static final class MemoryBaselines implements Baselines {
        private final Map<String, Baseline> newest = new ConcurrentHashMap<>();
        volatile boolean broken;

        @Override
        public Baseline keep(ElementId element, String name, String version, byte[] content) {
            try {
                String digest = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
                Baseline baseline = new Baseline(element, name, digest, version, Instant.now());
                newest.put(element + " " + name, baseline);
                return baseline;
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Optional<Baseline> newest(ElementId element, String name) {
            if (broken) throw new IllegalStateException("the store is away");
            return Optional.ofNullable(newest.get(element + " " + name));
        }

        @Override
        public List<Baseline> of(ElementId element) {
            return List.copyOf(newest.values());
        }

        @Override
        public InputStream open(Baseline baseline) {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public void reject(ElementId element, String name, String digest, String why) {}

        @Override
        public boolean rejected(ElementId element, String name, String digest) {
            return false;
        }
    }

    @BeforeEach
    void writeFile() throws IOException {
        file = directory.resolve("orders.conf");
        Files.writeString(file, "a=1");
    }

    @AfterEach
    void stop() {
        sensor.close();
    }

    private static Element element(Path... files) {
        Subject.Process process = new Subject.Process(
                List.of("true"),
                Path.of("/"),
                Map.of(),
                List.of(files),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        return new Element(
                new ElementId("orders"),
                process,
                "service",
                "here",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return element(file);
    }

    private void keep(Path path) {
        try {
            baselines.keep(new ElementId("orders"), path.toString(), "", Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .until(() -> seen.stream()
                        .reduce((a, b) -> b)
                        .filter(o -> o.says(state))
                        .isPresent());
    }

    private void eventsOnly() {
        sensor.close();
        sensor = new FileSensor(baselines, SteadyClock.system(), NEVER);
    }

    @Test
    void without_a_baseline_nothing_is_said_about_a_change() {
        assertThat(sensor.look(understood()))
                .singleElement()
                .matches(o -> o.reading().equals(new Reading.Absent("no baseline yet")));
    }

    @Test
    void a_change_is_an_event_and_so_is_the_way_back() throws IOException {
        eventsOnly();
        keep(file);
        sensor.watch(model(1, understood()), seen::add);
        awaitState("baseline");
        Files.writeString(file, "a=2");
        awaitState("changed");
        Files.writeString(file, "a=1");
        awaitState("baseline");
    }

    @Test
    void a_file_that_is_replaced_by_a_move_is_seen() throws IOException {
        eventsOnly();
        keep(file);
        sensor.watch(model(1, understood()), seen::add);
        awaitState("baseline");
        Path next = Files.writeString(directory.resolve("next"), "a=3");
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        awaitState("changed");
    }

    @Test
    void a_new_baseline_is_seen_without_an_event() throws IOException {
        keep(file);
        sensor.watch(model(1, understood()), seen::add);
        Files.writeString(file, "a=2");
        awaitState("changed");
        keep(file);
        awaitState("baseline");
    }

    @Test
    void a_missing_file_and_a_folder_count_as_changed_and_say_why() throws IOException {
        keep(file);
        Files.delete(file);
        assertThat(detail()).contains("missing");
        Files.createDirectory(file);
        assertThat(detail()).contains("not a regular file");
    }

    private String detail() {
        Observation o = sensor.look(understood()).getFirst();
        assertThat(o.says("changed")).isTrue();
        return ((Reading.State) o.reading()).detail();
    }

    @Test
    void a_folder_that_comes_later_is_watched_then() throws IOException {
        Path late = directory.resolve("late/orders.conf");
        sensor.watch(model(1, element(late)), seen::add);
        awaitState("changed");
        Files.createDirectories(late.getParent());
        Files.writeString(late, "b=1");
        keep(late);
        awaitState("baseline");
    }

    @Test
    void one_changed_file_of_several_is_named() throws IOException {
        Path other = Files.writeString(directory.resolve("other.conf"), "x");
        keep(file);
        keep(other);
        Files.writeString(other, "y");
        Observation o = sensor.look(element(file, other)).getFirst();
        assertThat(o.says("changed")).isTrue();
        assertThat(((Reading.State) o.reading()).detail())
                .contains("other.conf")
                .doesNotContain("orders.conf");
    }

    @Test
    void a_change_within_one_tick_of_the_file_clock_is_not_missed() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(file, now);
        Fingerprint first = Fingerprint.of(file, new Fingerprint.Unreadable("new"));
        Files.writeString(file, "a=9");
        Files.setLastModifiedTime(file, now);
        assertThat(Fingerprint.of(file, first)).isNotEqualTo(first);
    }

    @Test
    void an_unchanged_file_is_not_read_again() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        Fingerprint first = Fingerprint.of(file, new Fingerprint.Unreadable("new"));
        assertThat(Fingerprint.of(file, first)).isSameAs(first);
    }

    @Test
    void a_store_that_is_away_is_told_as_absence() {
        keep(file);
        baselines.broken = true;
        sensor.watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> seen.stream().anyMatch(o -> o.reading() instanceof Reading.Absent));
        baselines.broken = false;
        awaitState("baseline");
    }

    @Test
    void its_self_test_digests_a_real_file() {
        assertThat(sensor.selfTest().passed()).as(sensor.selfTest().detail()).isTrue();
    }

    @Test
    void a_stopped_sensor_leaves_no_thread() {
        sensor.watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        sensor.close();
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().startsWith("x0-")));
    }
}
