package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed at random moments of a change of a feature with three bundles and a configuration. After the restart it
 * consists of the old or of the new, whole, and its history says which. {@code -Dkills=100} is the long check.
 */
class FeatureKillIT {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final List<String> BUNDLES = List.of("kill.a", "kill.b", "kill.c");

    @TempDir
    Path directory;

    private LabNode node;

    @BeforeEach
    void prepare() {
        node = new LabNode(directory, "base,platform,policy.casbin,knowledge.mvstore", "");
    }

    @AfterEach
    void nothing_is_left_running() {
        node.close();
    }

    @Test
    void a_kill_at_any_moment_leaves_the_old_or_the_new_state_and_the_history_says_which() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        start();
        assertThat(command("feature:install '" + feature(0) + "'")).contains("In force");
        long began = System.nanoTime();
        assertThat(command("feature:update '" + feature(1) + "'")).contains("In force");
        long changeMicros = (System.nanoTime() - began) / 1_000;
        int old = 1;
        int[] ended = new int[3];
        for (int kill = 0; kill < KILLS; kill++) {
            int next = 2 + kill;
            String update = "feature:update '" + feature(next) + "'";
            CompletableFuture<Void> change = CompletableFuture.runAsync(() -> command(update));
            // Every second kill comes after the node was first touched, which planning takes most of the time before.
            if (kill % 2 == 0) untilTouched(change);
            LockSupport.parkNanos(
                    TimeUnit.MICROSECONDS.toNanos(random.nextLong(changeMicros * 3 / (kill % 2 == 0 ? 4 : 1))));
            node.kill();
            change.join();
            start();
            int found = whole(old, next, "seed " + seed + ", kill " + kill);
            String newest = newest();
            if (found == next)
                assertThat(newest)
                        .containsAnyOf("\"applied\"", "\"interrupted: new state\"")
                        .contains(":1.0." + next);
            if (newest.contains(":1.0." + next + "\"") && found == old)
                assertThat(newest).containsAnyOf("\"interrupted: old state\"", "\"taken back\"");
            assertThat(directory.resolve("node/features/intent.json")).doesNotExist();
            ended[found == next ? 2 : newest.contains("interrupted") ? 1 : 0]++;
            old = found;
        }
        System.out.printf(
                "kills %d in changes of about %d ms: %d before it began, %d old state, %d new state (seed %d)%n",
                KILLS, changeMicros / 1_000, ended[0], ended[1], ended[2], seed);
        assertThat(command("journal:verify")).contains("whole");
    }

    private void untilTouched(CompletableFuture<Void> change) {
        Path intent = directory.resolve("node/features/intent.json");
        while (!Files.exists(intent) && !change.isDone()) LockSupport.parkNanos(200_000);
    }

    /** Which of the two versions the node consists of; all three bundles, the configuration and the feature agree. */
    private int whole(int old, int next, String when) {
        String bundles = command("lb -s");
        List<Integer> versions = new ArrayList<>();
        for (String name : BUNDLES) {
            var line = Pattern.compile(
                            "(\\w+)\\s*\\|[^|\\n]*\\|\\s*" + Pattern.quote(name) + "\\s*\\(1\\.0\\.(\\d+)\\)[^\\n]*")
                    .matcher(bundles);
            assertThat(line.find()).as(when + ": " + name + " in " + bundles).isTrue();
            assertThat(line.group(1)).as(when).isEqualTo("Active");
            versions.add(Integer.parseInt(line.group(2)));
            assertThat(line.find()).as(when + ": twice " + name).isFalse();
        }
        assertThat(versions.stream().distinct())
                .as(when + ": " + versions)
                .hasSize(1)
                .isSubsetOf(old, next);
        assertThat(command("feature:info kill --json")).as(when).contains("t:kill:1.0." + versions.getFirst());
        return versions.getFirst();
    }

    private String newest() {
        String history = command("feature:history --json");
        return history.substring(0, history.indexOf('}') + 1);
    }

    private void start() throws IOException {
        node.start();
    }

    private String command(String line) {
        return node.command(line);
    }

    private String feature(int version) throws IOException {
        List<String> bundles = new ArrayList<>();
        for (String name : BUNDLES) {
            bundles.add("\"t:" + name + ":1.0." + version + "\"");
            Path file = directory.resolve("t/" + name + "/1.0." + version + "/" + name + "-1.0." + version + ".jar");
            Files.createDirectories(file.getParent());
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Bundle-ManifestVersion", "2");
            main.putValue("Bundle-SymbolicName", name);
            main.putValue("Bundle-Version", "1.0." + version);
            try (OutputStream out = Files.newOutputStream(file)) {
                new JarOutputStream(out, manifest).close();
            }
        }
        Path file = directory.resolve("kill-1.0." + version + ".json");
        return Files.writeString(
                        file,
                        "{\"feature-resource-version\": \"1.0\", \"id\": \"t:kill:1.0." + version + "\", \"bundles\": ["
                                + String.join(", ", bundles)
                                + "], \"configurations\": {\"kill\": {\"version:Integer\": " + version + "}}}")
                .toString();
    }
}
