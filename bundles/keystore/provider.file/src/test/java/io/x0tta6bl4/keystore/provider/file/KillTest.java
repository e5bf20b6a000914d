package io.x0tta6bl4.keystore.provider.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes the store is killed at any moment: the store has what was last acknowledged, or the one after. */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 6);
    private static final int ENOUGH = 5;

    @TempDir
    Path data;

    /** Writes ever larger numbers and says each after it is stored. */
    static final class Writer {
        public static void main(String[] args) {
            FileKeyStore store = open(Path.of(args[0]));
            for (long i = counted(store) + 1; ; i++) {
                byte[] large = new byte[64 * 1024 + (int) (i % 7)];
                ByteBuffer.wrap(large).putLong(i);
                store.put("counter", large);
                System.out.println(i);
            }
        }
    }

    private static FileKeyStore open(Path folder) {
        return new FileKeyStore(folder, Optional.empty(), Optional.empty(), Duration.ZERO, InstantSource.system());
    }

    private static long counted(FileKeyStore store) {
        return store.get("counter").map(s -> ByteBuffer.wrap(s).getLong()).orElse(0L);
    }

    @Test
    void a_kill_in_the_middle_of_writing_leaves_the_old_content_or_the_new() throws Exception {
        Path folder = data.resolve("keystore");
        byte[] sealed = open(folder).seal("x", new byte[] {1});
        Random moments = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = writeAndKill(folder, moments.nextInt(2_000_000));
            FileKeyStore after = open(folder);
            assertThat(counted(after)).isBetween(acknowledged, acknowledged + 1);
            assertThat(after.open("x", sealed)).containsExactly(1);
            assertThat(after.selfTest().passed()).isTrue();
        }
    }

    private static long writeAndKill(Path folder, int nanos) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < ENOUGH; i++) last = Long.parseLong(said.readLine());
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) Thread.onSpinWait();
            // By its handle: the process itself would close what it said together with it.
            process.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine())
                last = Math.max(last, Long.parseLong(line));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return last;
    }
}
