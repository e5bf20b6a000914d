package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/x0 replay} of a distribution: the very bundles of a node, on the clock of a recording. */
class ReplayIT {
    private static final Path X0 = Path.of(System.getProperty("x0.dist"), "bin", "x0");
    private static final int ROWS = 1_500;

    @TempDir
    Path work;

    private record Ended(int exit, String said) {}

    private Ended replay(String kind, Path input, Path out, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(X0.toString(), "replay", kind, input.toString(), "--out", out.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        Path said = Files.createTempFile(work, "said", ".txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    private static List<String> series(int rows) {
        Random noise = new Random(1);
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < rows; i++) {
            double value = 20 + 5 * Math.sin(2 * Math.PI * i / 288) + noise.nextGaussian() + (i == 1_200 ? 80 : 0);
            lines.add(String.format(Locale.ROOT, "%d,%.4f", 1_400_000_000 + 300 * i, value));
        }
        return lines;
    }

    private static List<String> rows(int from, int to) {
        Random noise = new Random(2);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < to; i++) {
            double wave = Math.sin(2 * Math.PI * i / 96);
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < 4; c++)
                line.append(c == 0 ? "" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                "%.4f",
                                wave + c + 0.05 * noise.nextGaussian() + (i == 1_300 && c > 1 ? 9 : 0)));
            if (i >= from) lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void a_series_gives_the_same_answers_twice_and_before_a_cut() throws Exception {
        Files.write(directory("whole").resolve("a.csv"), series(ROWS));
        Files.write(directory("cut").resolve("a.csv"), series(1_250));

        Ended first = replay("series", work.resolve("whole"), work.resolve("1.csv"), "--plans", work + "/plans.csv");
        replay("series", work.resolve("whole"), work.resolve("2.csv"));
        replay("series", work.resolve("cut"), work.resolve("3.csv"));

        assertThat(first.exit()).as(first.said()).isZero();
        assertThat(first.said()).startsWith("1 series, 1500 rows, ");
        List<String> whole = Files.readAllLines(work.resolve("1.csv"));
        assertThat(Files.readAllLines(work.resolve("2.csv"))).isEqualTo(whole);
        List<String> cut = Files.readAllLines(work.resolve("3.csv"));
        assertThat(whole.subList(0, cut.size())).isEqualTo(cut);
        assertThat(whole).anyMatch(line -> line.startsWith("a.csv,1200,") && line.endsWith(",1"));
        assertThat(Files.readAllLines(work.resolve("plans.csv"))).first().isEqualTo("series,t,incident,actions,reason");
    }

    @Test
    void an_entity_gives_the_same_answers_before_a_cut_and_blames() throws Exception {
        for (String name : List.of("whole", "cut")) {
            Files.write(directory(name).resolve("e_train.csv"), rows(0, 1_000));
            Files.write(directory(name).resolve("e_test.csv"), rows(1_000, name.equals("cut") ? 1_350 : ROWS));
        }
        assertThat(replay("entities", work.resolve("whole"), work.resolve("1.csv"))
                        .exit())
                .isZero();
        replay("entities", work.resolve("cut"), work.resolve("2.csv"));

        List<String> whole = Files.readAllLines(work.resolve("1.csv"));
        List<String> cut = Files.readAllLines(work.resolve("2.csv"));
        assertThat(cut).hasSize(351);
        assertThat(whole.subList(0, cut.size())).isEqualTo(cut);
        assertThat(whole).anyMatch(line -> line.matches("e,300,0\\.[5-9][0-9]*,1,(2 3|3 2).*"));
    }

    @Test
    void a_policy_is_tried_on_series_and_on_entities() throws Exception {
        String watch = "elements:\n  store:\n    process: { command: [sh] }\n    thresholds:\n"
                + "      - { signal: x-2, above: LEVEL, samples: 1 of 1, response: heal }\n";
        Path strict = Files.writeString(work.resolve("strict.yaml"), watch.replace("LEVEL", "50"));
        Path lax = Files.writeString(work.resolve("lax.yaml"), watch.replace("LEVEL", "500"));
        Files.write(directory("series/store").resolve("x-2.csv"), series(ROWS));
        Path entities = directory("entities");
        Files.write(entities.resolve("store_train.csv"), rows(0, 1_000));
        Files.write(entities.resolve("store_test.csv"), rows(1_000, ROWS));

        Ended series = replay(
                "series",
                work.resolve("series"),
                work.resolve("1.csv"),
                "--policy",
                "" + strict,
                "--against",
                "" + lax);
        Ended none = replay("entities", entities, work.resolve("2.csv"), "--policy", "" + lax);

        assertThat(series.exit()).as(series.said()).isZero();
        assertThat(series.said()).startsWith("1 of 1 series are watched; alarms: 0 before, 1 after (");
        assertThat(Files.readAllLines(work.resolve("1.csv")))
                .anyMatch(
                        line -> line.startsWith("only after,alarm,store,BEYOND_THRESHOLD,x-2,,,2014-05-17T20:53:20Z,"))
                .anyMatch(line -> line.startsWith("only after,plan,store,process.restart,,,,2014-05-17T20:53:20Z,"));
        assertThat(none.said())
                .startsWith("1 of 1 entities are watched; alarms: ")
                .contains(", 0 after (");
        assertThat(replay("heartbeats", strict, work.resolve("3.csv"), "--policy", "" + strict)
                        .said())
                .contains("--policy means nothing here: a watch file sets nothing about heartbeats");
    }

    @Test
    void bad_input_is_refused_with_file_and_line_and_leaves_no_answers() throws Exception {
        Path in = directory("in");
        Files.write(
                in.resolve("bad.csv"), List.of("timestamp,value", "2020-01-01 00:00:00,1", "2020-01-01 00:05:00,x"));

        Ended ended = replay("series", in, work.resolve("out.csv"));

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.said()).contains("bad.csv:3: 'value' is 'x', and that is no number");
        assertThat(work.resolve("out.csv")).doesNotExist();
        assertThat(replay("nothing", in, work.resolve("out.csv")).exit()).isEqualTo(2);
        assertThat(replay("series", in, work.resolve("out.csv"), "--sooner", "x")
                        .said())
                .contains("there is no option --sooner");
    }

    @Test
    void gaps_disorder_constants_and_a_single_row_are_taken_and_counted() throws Exception {
        Path in = directory("in");
        List<String> odd = series(600);
        for (int i = 10; i < 600; i += 50) odd.set(i, odd.get(i).replaceAll(",.*", ",NaN"));
        odd.set(300, odd.get(299));
        odd.set(400, odd.get(100));
        Files.write(in.resolve("odd.csv"), odd);
        Files.write(in.resolve("one.csv"), List.of("timestamp,value", "2020-01-01T00:00:00Z,1"));
        List<String> constant = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 400; i++) constant.add(60 * i + ",7");
        Files.write(in.resolve("constant.csv"), constant);

        Ended ended = replay("series", in, work.resolve("out.csv"));

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("12 rows with a value that is no finite number");
        assertThat(Files.readAllLines(work.resolve("out.csv")))
                .noneMatch(line -> line.startsWith("one.csv"))
                .noneMatch(line -> line.startsWith("constant.csv") && line.endsWith(",1"));
    }
}
