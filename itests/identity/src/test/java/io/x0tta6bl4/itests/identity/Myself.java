package io.x0tta6bl4.itests.identity;

import io.x0tta6bl4.identity.provider.workloadapi.Served;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Identity;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/** What the kernel says about the process of this test, and registrations made of it. */
final class Myself {
    static final ElementId WEB = new ElementId("web");
    static final int PID = (int) ProcessHandle.current().pid();
    static final Path PROGRAM = program();

    private Myself() {}

    private static Path program() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/exe"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static int uid() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    static String digest() throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(PROGRAM)));
    }

    static Registration program(String path, Path program) {
        return new Registration(path, Optional.empty(), OptionalInt.empty(), Optional.of(program), Optional.empty());
    }

    static Registration user(String path, int uid, Path program) {
        return new Registration(path, Optional.empty(), OptionalInt.of(uid), Optional.of(program), Optional.empty());
    }

    static Registration digest(String path, String sum) {
        return new Registration(path, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(sum));
    }

    static Registration element(String path, ElementId element) {
        return new Registration(path, Optional.of(element), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /** The entry of the ledger for a process that runs. */
    static Started running(long pid) {
        long ticks = Served.started(pid).orElseThrow();
        return new Started(new Identity(pid, Instant.ofEpochMilli(ticks * 10), "test"));
    }
}
