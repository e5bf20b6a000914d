package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final ElementId STORE = new ElementId("store");

    @TempDir
    Path directory;

    private static Snapshot at(String time) {
        Instant at = Instant.parse(time);
        return new Snapshot(
                1,
                at,
                Model.empty("node"),
                Map.of(),
                List.of(
                        Observation.measured(STORE, "x-queue", 1.5, "1", at, "a,b"),
                        Observation.state(STORE, "process.state", "exited", "", at, "proc")),
                0);
    }

    @Test
    void a_day_is_a_file_and_a_restart_goes_on_recording_until_it_is_ended() throws IOException {
        Path watch = Files.writeString(directory.resolve("shop.yaml"), "elements: {}");
        Path there = directory.resolve("recording");
        Recorder first = new Recorder(Optional.of(there), Optional.of(watch));
        first.take(at("2026-01-01T23:00:00Z"));
        assertThat(there).doesNotExist();
        first.record(true);
        first.take(at("2026-01-01T23:00:00Z"));
        first.close();
        Recorder second = new Recorder(Optional.of(there), Optional.of(watch));
        second.take(at("2026-01-01T23:00:01Z"));
        second.take(at("2026-01-02T00:00:00Z"));
        second.record(false);
        second.take(at("2026-01-02T00:00:01Z"));
        assertThat(there.resolve("2026-01-01.csv")).hasContent("""
            timestamp,element,signal,kind,value,unit,sensor
            2026-01-01T23:00:00Z,store,x-queue,measured,1.5,1,"a,b"
            2026-01-01T23:00:00Z,store,process.state,state,exited,,proc
            2026-01-01T23:00:01Z,store,x-queue,measured,1.5,1,"a,b"
            2026-01-01T23:00:01Z,store,process.state,state,exited,,proc
            """);
        assertThat(Files.readAllLines(there.resolve("2026-01-02.csv"))).hasSize(3);
        assertThat(there.resolve("watch.yaml")).hasContent("elements: {}");
        assertThat(second.trouble()).isEmpty();
    }

    @Test
    void a_disk_that_fails_ends_the_recording_and_not_the_loop() throws IOException {
        Path there = directory.resolve("recording");
        Recorder recorder = new Recorder(Optional.of(there), Optional.empty());
        recorder.record(true);
        Files.createDirectory(there.resolve("2026-01-01.csv"));
        recorder.take(at("2026-01-01T23:00:00Z"));
        assertThat(recorder.trouble()).startsWith("recording ended");
    }
}
