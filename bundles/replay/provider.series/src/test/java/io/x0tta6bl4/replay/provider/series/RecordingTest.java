package io.x0tta6bl4.replay.provider.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {
    private static final String HEADER = "timestamp,element,signal,kind,value,unit,sensor\n";

    @TempDir
    Path directory;

    private List<List<Observation>> read(String... files) throws BadInput, IOException {
        for (int i = 0; i < files.length; i++)
            Files.writeString(directory.resolve("2026-01-0" + (i + 1) + ".csv"), HEADER + files[i]);
        List<List<Observation>> ticks = new ArrayList<>();
        Recording.of(directory).read((at, observations) -> ticks.add(observations));
        return ticks;
    }

    @Test
    void rows_of_one_time_are_a_tick_and_the_files_follow_one_another() throws Exception {
        var ticks = read(
                "2026-01-01T00:00:00Z,a,x-q,measured,1.5,1,s\n2026-01-01T00:00:00Z,a,process.state,state,running,,s\n"
                        + "2026-01-01T00:00:01Z,a,x-q,measured,2,1,s\n",
                "2026-01-02T00:00:00Z,a,x-q,measured,3,1,s\n");
        assertThat(ticks).extracting(List::size).containsExactly(2, 1, 1);
        assertThat(ticks.getFirst().getLast().says("running")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01T00:00:00Z,a,x-q,guessed,1,1,s | kind is measured or state",
                "2026-01-01T00:00:00Z,a,x-q,measured,NaN,1,s | finite number",
                "2026-01-01T00:00:00Z,a,x-q,measured,1,1 | 7 fields",
                "yesterday,a,x-q,measured,1,1,s | no time",
                "2026-01-01T00:00:00Z,,x-q,measured,1,1,s | :2"
            })
    void what_cannot_be_read_is_refused_with_file_and_line(String row, String words) {
        assertThatThrownBy(() -> read(row + "\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("2026-01-01.csv:2")
                .hasMessageContaining(words);
    }

    @Test
    void time_that_runs_back_an_empty_file_and_another_header_are_refused() throws IOException {
        assertThatThrownBy(() -> read("2026-01-01T00:00:01Z,a,q,state,b,,s\n2026-01-01T00:00:00Z,a,q,state,b,,s\n"))
                .hasMessageContaining("time runs back");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no row after the header");
        Files.writeString(directory.resolve("2026-01-01.csv"), "timestamp,value\n");
        assertThatThrownBy(() -> Recording.of(directory).read((_, _) -> {}))
                .hasMessageContaining("a recording begins with the line");
    }
}
