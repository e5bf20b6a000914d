package io.x0tta6bl4.knowledge.provider.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are either right or refused in words, in bounded time; {@code -Dx0.fuzz.runs=N} for longer checks. */
class FuzzTest {
    private static final int RUNS = Integer.getInteger("x0.fuzz.runs", 3_000);
    private static final long SEED = Long.getLong("x0.fuzz.seed", 20_260_101L);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SPICE = "\t\n:{}[]&*!|>'\"%@`#,?- \\0~é\u0000\u2028";

    @TempDir
    Path directory;

    @Test
    void damage_never_gives_anything_but_a_clear_error() throws IOException {
        Fixture fixture = Fixture.in(directory);
        byte[] good = Fixture.example().getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] damaged = damage(good, new Random(SEED + run));
            refused += refused(fixture, damaged, run) ? 1 : 0;
        }
        assertThat(refused).as("refused of " + RUNS).isBetween(RUNS / 2, RUNS);
    }

    private static boolean refused(Fixture fixture, byte[] damaged, int run) {
        long start = System.nanoTime();
        try {
            WatchFileReader.parse("fuzz.yaml", damaged, fixture.surroundings());
            return false;
        } catch (WatchFileRefused e) {
            assertThat(e.getMessage().lines()).allMatch(line -> line.matches("fuzz\\.yaml:(\\d+:\\d+: .+| and .*)"));
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(
                    "seed " + (SEED + run) + " breaks the reader:\n" + new String(damaged, StandardCharsets.UTF_8), e);
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed " + (SEED + run))
                    .isLessThan(LIMIT);
        }
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] text = good;
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--)
            text = random.nextBoolean() ? bytes(text, random) : lines(text, random);
        return text;
    }

    private static byte[] bytes(byte[] text, Random random) {
        if (text.length == 0) return new byte[] {(byte) random.nextInt(256)};
        byte[] result = text.clone();
        int at = random.nextInt(result.length);
        byte[] spice = SPICE.getBytes(StandardCharsets.UTF_8);
        switch (random.nextInt(3)) {
            case 0 -> result[at] = (byte) random.nextInt(256);
            case 1 -> result[at] = spice[random.nextInt(spice.length)];
            default -> result = Arrays.copyOf(result, at);
        }
        return result;
    }

    private static byte[] lines(byte[] text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(new String(text, StandardCharsets.UTF_8).split("\n", -1)));
        int from = random.nextInt(lines.size());
        int to = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(from);
            case 1 -> lines.add(to, lines.get(from));
            case 2 -> lines.set(to, " ".repeat(random.nextInt(5)) + lines.get(from));
            default -> lines.set(from, lines.get(from).strip() + lines.get(to));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
