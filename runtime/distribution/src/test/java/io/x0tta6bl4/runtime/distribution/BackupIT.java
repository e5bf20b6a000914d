package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is backed up while it runs, and another one goes on from there. */
class BackupIT {
    private static final Path X0 = Path.of(System.getProperty("x0.dist")).resolve("bin/x0");

    @TempDir
    Path work;

    private static final String JOURNAL = "(?s).*journal up to entry (\\d+).*";

    private record Ended(int code, String said) {}

    @Test
    void a_node_goes_on_from_a_backup_as_the_node_it_was_and_a_wrong_one_is_refused_in_words() throws Exception {
        Path backup = work.resolve("node.backup");
        String identity;
        final String journal;
        Files.createDirectories(work.resolve("old"));
        try (LabNode node = new LabNode(work.resolve("old"), "", "")) {
            node.start();
            node.command("loop:record on");
            identity = authority(node);
            Ended written = x0("backup", "--data", work.resolve("old/node").toString(), backup.toString());
            assertThat(written.said()).contains("backed up ").contains("journal up to entry ");
            assertThat(written.code()).isZero();
            journal = written.said().replaceAll(JOURNAL, "$1");
            refusedWhileItRuns(backup);
        }
        Ended restored = restore(backup, "new");
        assertThat(restored.said()).contains("restored ").contains("journal up to entry " + journal);
        assertThat(restored.code()).isZero();
        try (LabNode node = new LabNode(work.resolve("new"), "", "")) {
            node.start();
            assertThat(authority(node)).isEqualTo(identity);
            assertThat(node.command("node:backup " + work.resolve("again")).replaceAll(JOURNAL, "$1"))
                    .matches("\\d+")
                    .satisfies(entries ->
                            assertThat(Long.parseLong(entries)).isGreaterThanOrEqualTo(Long.parseLong(journal)));
        }
        wrongOnes(backup);
    }

    /** The key of the authority: another one would be another node. */
    private static String authority(LabNode node) {
        String shown = node.command("identity:show --json");
        assertThat(shown).contains("spiffe://");
        return node.command("identity:bundle");
    }

    private void refusedWhileItRuns(Path backup) throws Exception {
        Ended running = x0(
                "restore",
                backup.toString(),
                "--replace",
                "--data",
                work.resolve("old/node").toString());
        assertThat(running.said()).contains("belongs to a node that is running");
        assertThat(running.code()).isEqualTo(1);
        Ended inside = x0(
                "backup",
                "--data",
                work.resolve("old/node").toString(),
                work.resolve("old/node/b").toString());
        assertThat(inside.said()).contains("lies in the data directory");
        assertThat(inside.code()).isNotZero();
    }

    private void wrongOnes(Path backup) throws Exception {
        assertThat(restore(backup, "new").said()).contains("is not empty").contains("--replace");
        Path text = Files.writeString(work.resolve("text"), "not a backup");
        assertThat(restore(text, "a").said()).contains("is no backup of a node");
        Path newer = Files.copy(backup, work.resolve("newer"));
        edit(newer, "x0-backup.json", manifest -> manifest.replaceFirst("\"version\":\"1", "\"version\":\"7"));
        assertThat(restore(newer, "b").said())
                .contains("was made by version 7.")
                .contains("or later");
        Path other = Files.copy(backup, work.resolve("other"));
        edit(other, "knowledge/knowledge.mark", mark -> mark.replaceFirst("\\d", "9") + " ");
        assertThat(restore(other, "c").said()).contains("knowledge.mark").contains("is damaged");
        Path cut = Files.copy(backup, work.resolve("cut"));
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(restore(cut, "d").said()).contains("is no backup of a node, or was damaged");
        assertThat(List.of("a", "b", "c", "d")).noneMatch(name -> Files.exists(work.resolve(name + "/node")));
    }

    private interface Edit {
        String of(String text);
    }

    private static void edit(Path zip, String name, Edit edit) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(zip)) {
            Path entry = archive.getPath(name);
            Files.writeString(entry, edit.of(Files.readString(entry, StandardCharsets.UTF_8)));
        }
    }

    private Ended restore(Path backup, String name) throws Exception {
        Files.createDirectories(work.resolve(name));
        return x0(
                "restore",
                backup.toString(),
                "--data",
                work.resolve(name + "/node").toString());
    }

    private static Ended x0(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(X0.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
