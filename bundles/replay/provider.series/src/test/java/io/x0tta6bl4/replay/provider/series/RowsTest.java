package io.x0tta6bl4.replay.provider.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    @TempDir
    Path directory;

    private List<double[]> read(String... files) throws IOException, BadInput {
        Rows rows = new Rows();
        List<double[]> read = new ArrayList<>();
        for (int i = 0; i < files.length; i++)
            rows.read(Files.writeString(directory.resolve(i + ".csv"), files[i]), read::add);
        return read;
    }

    @Test
    void files_with_the_same_names_or_none_are_read_one_after_another() throws Exception {
        assertThat(read("cpu,mem\n1,2\n", "cpu, mem\n3,4\n", "5,6\n"))
                .containsExactly(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});
    }

    @Test
    void columns_in_another_order_are_refused_and_not_judged_as_one_another() {
        assertThatThrownBy(() -> read("cpu,mem\n1,2\n", "mem,cpu\n2,1\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageEndingWith("1.csv:1: column 0 is 'mem' here and 'cpu' in the file before: put the columns of"
                        + " both files into the same order");
    }

    @Test
    void what_counted_as_less_than_it_was_and_what_was_not_judged_is_told() {
        Tally tally = new Tally();
        tally.row(Instant.EPOCH, Instant.EPOCH, 0, -1e200);
        tally.ended();
        assertThat(tally.words(1, "series"))
                .contains("1 rows with a value beyond 1.0E100: judged as if it were that.")
                .contains("1 of the series ended before the warm-up was over: no score there.");
        Tally together = new Tally();
        together.row(new double[] {1, 1e31, Double.NaN});
        assertThat(together.words(1, "entities")).contains("1 rows with a value beyond 1.0E30");
    }
}
