package io.x0tta6bl4.itests.identity;

import static io.x0tta6bl4.itests.identity.Myself.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.MethodDescriptor.MethodType;
import io.x0tta6bl4.identity.provider.workloadapi.Served;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Identity;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Started;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.StoppedByOperator;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Who a caller is, on the kernel's word alone: every condition of a registration, fulfilled and not. */
class AttestationTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private Node node;

    @BeforeEach
    void begin() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        node = new Node(folder, "example.org", Duration.ofHours(1));
    }

    @AfterEach
    void end() {
        node.close();
    }

    private String asked() {
        try (Raw raw = new Raw(node.socket)) {
            return raw.status("FetchX509SVID", MethodType.SERVER_STREAMING, new byte[0], List.of("true"));
        }
    }

    private DynamicTest gets(String what, Registration... registrations) {
        return DynamicTest.dynamicTest(what + " gets it", () -> {
            node.register(registrations);
            assertThat(asked()).isEqualTo("OK");
        });
    }

    private DynamicTest refused(String what, Registration... registrations) {
        return DynamicTest.dynamicTest(what + " is refused", () -> {
            node.register(registrations);
            assertThat(asked()).startsWith("PERMISSION_DENIED: no identity is registered for process " + Myself.PID);
            assertThat(node.journal.texts).isNotEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> conditions() throws Exception {
        int uid = Myself.uid();
        Path program = Myself.PROGRAM;
        String digest = Myself.digest();
        String otherDigest = "0".repeat(64);
        ElementId gone = new ElementId("gone");
        ElementId stopped = new ElementId("stopped");
        ElementId reused = new ElementId("reused");
        ElementId parent = new ElementId("parent");
        node.ledger.put(WEB, Myself.running(Myself.PID));
        node.ledger.put(stopped, new StoppedByOperator(Instant.now()));
        node.ledger.put(reused, new Started(new Identity(Myself.PID, Instant.ofEpochMilli(10), "test")));
        node.ledger.put(
                parent,
                Myself.running(ProcessHandle.current().parent().orElseThrow().pid()));
        return Stream.of(
                gets("the program", Myself.program("/web", program)),
                refused("another program", Myself.program("/web", Path.of("/bin/sh"))),
                refused("a program in the same folder", Myself.program("/web", program.resolveSibling("javac"))),
                gets("the user with the program", Myself.user("/web", uid, program)),
                refused("another user with the program", Myself.user("/web", uid + 1, program)),
                gets("the digest", Myself.digest("/web", digest)),
                refused("another digest", Myself.digest("/web", otherDigest)),
                gets("the process of the element", Myself.element("/web", WEB)),
                gets("a child of the process of the element", Myself.element("/web", parent)),
                refused("an element that does not run", Myself.element("/web", gone)),
                refused("an element that a person stopped", Myself.element("/web", stopped)),
                refused("an element whose number another process has now", Myself.element("/web", reused)),
                gets("all of it at once", all(WEB, uid, program, digest)),
                refused("all but the user", all(WEB, uid + 1, program, digest)),
                refused("all but the program", all(WEB, uid, Path.of("/bin/sh"), digest)),
                refused("all but the digest", all(WEB, uid, program, otherDigest)),
                refused("all but the element", all(gone, uid, program, digest)),
                gets("one of two", Myself.digest("/a", otherDigest), Myself.program("/b", program)),
                refused("nobody", new Registration[0]));
    }

    private static Registration all(ElementId element, int uid, Path program, String digest) {
        return new Registration(
                "/web", Optional.of(element), OptionalInt.of(uid), Optional.of(program), Optional.of(digest));
    }

    @Test
    void a_process_that_is_gone_is_not_believed_even_when_its_number_lives_on() throws Exception {
        Path last = Path.of("/proc/sys/kernel/ns_last_pid");
        assumeTrue(Files.isWritable(last) && Myself.uid() == 0, "only root chooses the number of the next process");
        int uid = Myself.uid();
        Process first = new ProcessBuilder("sleep", "60").start();
        int pid = (int) first.pid();
        long began = Served.started(pid).orElseThrow();
        assertThat(Served.believed(pid, uid, began)).isTrue();
        first.destroyForcibly().waitFor();
        assertThat(Served.believed(pid, uid, began)).isFalse();

        // The start is told in hundredths of a second.
        await().pollDelay(Duration.ofMillis(30)).until(() -> true);
        Process second = again(last, pid);
        try {
            assertThat(second.pid()).as("the same number").isEqualTo(pid);
            assertThat(Served.believed(pid, uid, began)).isFalse();
            assertThat(Served.believed(pid, uid, Served.started(pid).orElseThrow()))
                    .isTrue();
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    /** A process of a wanted number: on a busy machine somebody else may take it first. */
    private static Process again(Path last, int pid) throws Exception {
        for (int attempt = 0; ; attempt++) {
            Files.writeString(last, Integer.toString(pid - 1));
            Process process = new ProcessBuilder("sleep", "60").start();
            if (process.pid() == pid || attempt == 200) return process;
            process.destroyForcibly().waitFor();
        }
    }

    /** The stranger is another process of another user, with a copy of the same class path that he can read. */
    private List<String> stranger(int user) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", "" + user, "--regid", "" + user));
        command.addAll(List.of("--clear-groups", "--no-new-privs", Myself.PROGRAM.toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx64m", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dio.grpc.netty.shaded.io.netty.native.workdir=" + Files.createDirectories(folder.resolve("native"))));
        command.addAll(List.of("-cp", readable(), Raw.class.getName(), node.socket.toString()));
        Files.setPosixFilePermissions(folder.resolve("native"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> lines = said.lines()
                .filter(line -> line.matches("(Fetch|Validate)\\w+ .*"))
                .sorted()
                .toList();
        assertThat(lines).as(said).hasSize(Raw.CALLS.size());
        return lines;
    }

    private String readable() throws IOException {
        List<String> entries = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (!entry.contains("grpc")
                    && !entry.contains("guava")
                    && !entry.contains("failureaccess")
                    && !entry.contains("perfmark")
                    && !entry.endsWith("test-classes")) continue;
            Path to = folder.resolve("cp").resolve(number++ + (Files.isDirectory(from) ? "" : ".jar"));
            copy(from, to);
            entries.add(to.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else {
                    Files.createDirectories(target.getParent());
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void a_hostile_process_of_another_user_on_the_socket_gets_nothing() throws Exception {
        assumeTrue(
                Myself.uid() == 0 && Files.isExecutable(Path.of("/usr/bin/setpriv")), "only root becomes another user");
        assertThat((Integer) Files.getAttribute(node.socket, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0777)
                .as("everybody may connect")
                .isEqualTo(0666);
        node.ledger.put(WEB, Myself.running(Myself.PID));
        node.register(Myself.user("/root", 0, Myself.PROGRAM));

        assertThat(stranger(NOBODY)).noneMatch(line -> line.endsWith(" OK"));
        assertThat(node.journal.texts)
                .filteredOn(note -> note.contains("of user " + NOBODY))
                .hasSize(Raw.CALLS.size())
                .filteredOn(note -> note.contains("no identity is registered"))
                .hasSize(Raw.CALLS.size() - 1);

        // What he is entitled to he gets, although he is a stranger.
        node.register(Myself.user("/nobody", NOBODY, Myself.PROGRAM));
        assertThat(stranger(NOBODY))
                .filteredOn(line -> line.startsWith("Fetch"))
                .allMatch(line -> line.endsWith(" OK"));
        assertThat(asked()).startsWith("PERMISSION_DENIED");
    }
}
