package io.x0tta6bl4.replay.provider.heartbeats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsReplayTest {
    @TempDir
    Path root;

    /** A fixed time-out of three seconds. */
    private static final class Timeout implements LinkWatch {
        private final Map<String, Instant> last = new HashMap<>();
        private final Map<String, Boolean> suspected = new HashMap<>();

        @Override
        public List<Change> arrival(String link, Instant at) {
            List<Change> changes = advance(at);
            if (suspected.getOrDefault(link, false)) changes.add(new Change(link, false, at, ""));
            suspected.put(link, false);
            last.put(link, at);
            return changes;
        }

        @Override
        public List<Change> advance(Instant to) {
            List<Change> changes = new ArrayList<>();
            last.forEach((link, at) -> {
                if (suspected.get(link) || to.isBefore(at.plusSeconds(3))) return;
                suspected.put(link, true);
                changes.add(new Change(link, true, at.plusSeconds(3), ""));
            });
            return changes;
        }

        @Override
        public void forget(String link) {
            last.remove(link);
        }
    }

    private final FailureDetector detector = Timeout::new;
    private final HeartbeatsReplay replay = new HeartbeatsReplay(detector);

    @Test
    void closed_suspicions_have_both_ends_and_open_ones_the_first() throws Exception {
        assertThat(answers("link,arrival_ms\na,0\nb,0\nb,1000\na,5000\nb,9000\na,9000\nb,10000\n"))
                .isEqualTo("link,from_ms,to_ms\na,3000,5000\nb,4000,9000\na,8000,9000\n");
        assertThat(answers("link,arrival_ms\na,0\nb,9000\n")).isEqualTo("link,from_ms,to_ms\na,3000,\n");
    }

    @Test
    void rows_out_of_order_are_put_in_order_and_that_is_said() throws Exception {
        String ordered = answers("link,arrival_ms\na,0\na,5000\na,6000\n");

        assertThat(answers("link,arrival_ms\na,5000\na,0\na,6000\n")).isEqualTo(ordered);
        assertThat(said).contains("1 rows stood behind a later one");
    }

    @Test
    void a_policy_is_refused_by_saying_why_it_means_nothing() {
        for (List<String> words : List.of(List.of("in", "--policy", "w.yaml"), List.of("in", "--policy=w.yaml")))
            assertThatThrownBy(() -> replay.replay(words))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("--policy means nothing here: a watch file sets nothing about heartbeats");
    }

    @Test
    void one_row_is_no_suspicion() throws Exception {
        assertThat(answers("link,arrival_ms\na,0\n")).isEqualTo("link,from_ms,to_ms\n");
    }

    @Test
    void the_same_input_gives_the_same_output() throws Exception {
        StringBuilder text = new StringBuilder("link,arrival_ms\n");
        for (int link = 0; link < 40; link++) text.append("link ").append(link).append(",0\n");
        text.append("late,9000\n");
        assertThat(answers(text.toString())).isEqualTo(answers(text.toString())).hasLineCount(41);
    }

    @Test
    void a_file_cut_short_gives_the_same_answers_before_the_cut() throws Exception {
        List<String> rows = List.of("a,0", "b,0", "a,5000", "b,9000", "a,9500", "b,10000", "a,20000", "b,20000");
        List<String> whole = answers("link,arrival_ms\n" + String.join("\n", rows) + "\n")
                .lines()
                .toList();
        for (int kept = 1; kept < rows.size(); kept++) {
            long cut = Long.parseLong(rows.get(kept - 1).split(",")[1]);
            List<String> cutShort = answers("link,arrival_ms\n" + String.join("\n", rows.subList(0, kept)) + "\n")
                    .lines()
                    .toList();
            assertThat(cutShort).as("cut at " + cut).isEqualTo(known(whole, cut, kept, rows));
        }
    }

    /** What was known at a time: suspicions that had begun, without an end that came later. */
    private static List<String> known(List<String> answers, long cut, int kept, List<String> rows) {
        Map<String, Long> heard = new HashMap<>();
        for (String row : rows.subList(0, kept)) heard.put(row.split(",")[0], Long.parseLong(row.split(",")[1]));
        List<String> known = new ArrayList<>(List.of(answers.getFirst()));
        for (String answer : answers.subList(1, answers.size())) {
            String[] fields = answer.split(",");
            if (Long.parseLong(fields[1]) > cut) continue;
            boolean over = fields.length > 2 && heard.getOrDefault(fields[0], -1L) >= Long.parseLong(fields[2]);
            known.add(over ? answer : fields[0] + "," + fields[1] + ",");
        }
        return known;
    }

    @Test
    void bad_input_is_refused_with_file_line_and_reason() {
        refused("", ":1:", "empty");
        refused("link,arrival_ms\n", ":1:", "no heartbeat");
        refused("link,when\na,1\n", ":1:", "no column 'arrival_ms'");
        refused("link,arrival_ms\na,0\na,soon\n", ":3:", "no number");
        refused("link,arrival_ms\na,NaN\n", ":2:", "no time");
        refused("link,arrival_ms\na,Infinity\n", ":2:", "no time");
        refused("link,arrival_ms\n,5\n", ":2:", "names no link");
        refused("link,arrival_ms\na\n", ":2:", "no column 'arrival_ms'");
        assertThatThrownBy(() -> replay.replay(List.of(root.resolve("gone.csv").toString(), "--out", "o.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("gone.csv");
        assertThatThrownBy(() -> replay.replay(List.of("f.csv"))).hasMessageContaining("--out");
    }

    private String said = "";

    private String answers(String text) throws Exception {
        Path in = root.resolve("in.csv");
        Path out = root.resolve("out.csv");
        Files.writeString(in, text);
        said = replay.replay(List.of(in.toString(), "--out", out.toString()));
        return Files.readString(out);
    }

    private void refused(String text, String... words) {
        assertThatThrownBy(() -> answers(text))
                .as(text)
                .isInstanceOfAny(BadInput.class, IOException.class)
                .hasMessageContainingAll(words);
    }
}
