package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.provider.process.Markers.Marked;
import io.x0tta6bl4.execute.provider.process.ProcessEffector.Task;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what runs, what the ledger says and what the marks say in agreement. */
final class Supervision {
    /** A program that ends within this after its start did not start. */
    static final Duration FIRST_LOOK = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private final Path data;
    private final Markers markers;
    private final ProcessLedger ledger;

    Supervision(Path data, String node, ProcessLedger ledger) {
        try {
            Files.createDirectories(data);
            this.data = data.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + data + " cannot be used", e);
        }
        this.markers = new Markers(node, this.data);
        this.ledger = ledger;
    }

    /** Writes down what runs with our marks and is not in the ledger; called when the node starts. */
    void adopt() {
        ledger.all().forEach((element, entry) -> {
            if (entry instanceof ProcessLedger.Started(Identity identity)
                    && OsProcess.of(identity).here())
                LOG.info("adopted {}: still runs as pid {}", element, identity.pid());
        });
        markers.find().stream()
                .filter(marked -> !marked.element().isEmpty())
                .map(marked -> new ElementId(marked.element()))
                .distinct()
                .forEach(this::running);
    }

    /**
     * The element's process if it runs. One that is not in the ledger but leads a session with our marks, started by
     * another action than the recorded one, is what a killed node did not get to write down: it is written down now.
     */
    Optional<Identity> running(ElementId element) {
        Optional<Identity> recorded = recorded(element);
        if (recorded.isPresent() && OsProcess.of(recorded.get()).here()) return recorded;
        String before = recorded.map(Identity::action).orElse("");
        Optional<Identity> orphan = markers.find(element).stream()
                .filter(marked -> main(marked) && !marked.action().equals(before))
                .max(Comparator.comparing((Marked marked) -> marked.process().started()))
                .map(marked -> oldestOf(marked, element));
        orphan.ifPresent(identity -> {
            ledger.put(element, new ProcessLedger.Started(identity));
            LOG.info("adopted {}: found running as pid {}, started by {}", element, identity.pid(), identity.action());
        });
        return orphan;
    }

    /** Of several leaders with the marks of one action, the oldest is the program; the others are its children. */
    private Identity oldestOf(Marked newest, ElementId element) {
        return markers.find(element).stream()
                .filter(marked -> main(marked) && marked.action().equals(newest.action()))
                .findFirst()
                .orElse(newest)
                .process()
                .identity(newest.action());
    }

    /** Without sessions of their own the oldest marked process is taken, which is the first in the list. */
    private static boolean main(Marked marked) {
        return marked.leader() || !Launch.ownSession();
    }

    private Optional<Identity> recorded(ElementId element) {
        return ledger.find(element)
                .flatMap(entry -> entry instanceof ProcessLedger.Started(Identity identity)
                        ? Optional.of(identity)
                        : Optional.empty());
    }

    Effect start(Task task) {
        Optional<Identity> running = running(task.element());
        if (running.isPresent())
            return new Effect.Done("already running as pid " + running.get().pid());
        return startAnew(task, "");
    }

    Effect restart(Task task, Duration polite) {
        Optional<Identity> running = running(task.element());
        if (task.once()
                && running.filter(identity -> identity.action().equals(task.action()))
                        .isPresent())
            return new Effect.Done(
                    "already restarted by this action as pid " + running.get().pid());
        Effect ended = end(task, running, polite);
        return ended instanceof Effect.Done ? startAnew(task, ended.detail() + "; ") : ended;
    }

    Effect stop(Task task) {
        return stop(task, running(task.element()));
    }

    Effect stop(Task task, Optional<Identity> running) {
        return end(task, running, task.subject().stopLimit());
    }

    private Effect end(Task task, Optional<Identity> running, Duration polite) {
        long begun = System.nanoTime();
        List<OsProcess> main = running.map(OsProcess::of).stream().toList();
        List<OsProcess> left = Ending.end(main, () -> marked(task.element()), polite, task.deadline());
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        if (!left.isEmpty())
            return new Effect.Failed(Ending.names(left) + " still there after SIGKILL and " + millis
                    + " ms; it may wait for a device: look at its state with ps");
        return new Effect.Done(running.map(i -> "ended pid " + i.pid() + " in " + millis + " ms")
                .orElse("was not running"));
    }

    private List<OsProcess> marked(ElementId element) {
        return markers.find(element).stream().map(Marked::process).toList();
    }

    private Effect startAnew(Task task, String before) {
        // What the last process left behind may hold its ports.
        if (end(task, Optional.empty(), task.subject().stopLimit()) instanceof Effect.Failed failed) return failed;
        if (task.deadline().passed())
            return new Effect.Failed(before + "no time was left to start before the deadline");
        ProcessLog log = ProcessLog.of(data, task.element());
        Launch.Started started;
        try {
            started = Launch.start(task.subject(), markers.endpoint(), markers.of(task.element(), task.action()), log);
        } catch (IOException e) {
            return new Effect.Failed(before + "not started: " + e.getMessage());
        }
        long pid = started.process().pid();
        // One that has ended already ran all the same, and is written down as what no process of now can be taken for.
        OsProcess process = OsProcess.find(pid).orElseGet(() -> new OsProcess(pid, Instant.EPOCH));
        record(task, process, Optional.empty());
        return judge(task, started, process, log, before + "started as pid " + pid + "; " + started.note());
    }

    private void record(Task task, OsProcess process, Optional<String> ending) {
        try {
            ledger.put(
                    task.element(), new ProcessLedger.Started(process.identity(task.action(), task.subject(), ending)));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    task.element() + " was started as pid " + process.pid()
                            + " and could not be written down; the next start finds it by its marks: " + e.getMessage(),
                    e);
        }
    }

    private Effect judge(Task task, Launch.Started started, OsProcess process, ProcessLog log, String done) {
        try {
            if (!started.process().waitFor(FIRST_LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                started.process()
                        .onExit()
                        .thenAccept(ended -> LOG.info(
                                "process of {}, pid {}, ended with exit code {}",
                                task.element(),
                                ended.pid(),
                                ended.exitValue()));
                return new Effect.Done(done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Effect.Failed(done + "; interrupted before the first look at it");
        }
        int exit = started.process().exitValue();
        record(task, process, Optional.of("exit code " + exit));
        if (exit == 0 && task.subject().restart() != Subject.Restart.ALWAYS)
            return new Effect.Done(done + "; it ended at once with exit code 0");
        List<String> last = log.tail(started.logFrom());
        return new Effect.Failed("the program ended within " + FIRST_LOOK.toMillis() + " ms with exit code " + exit
                + (last.isEmpty() ? " and wrote nothing" : "; its last lines: " + String.join(" | ", last)));
    }

    /** A real process from start to end, without trace. */
    String trial() throws IOException {
        ElementId id = new ElementId("self-test");
        Path pause = data.resolve("logs").resolve("self-test.pause");
        var subject = new Subject.Process(
                idler(pause), data, Map.of(), List.of(), Subject.Restart.NEVER, FIRST_LOOK, FIRST_LOOK);
        Path nowhere = data.resolve("logs").resolve("self-test.log");
        var started = Launch.start(subject, Map.of(), markers.of(id, "self-test"), new ProcessLog(nowhere));
        try {
            OsProcess process = OsProcess.find(started.process().pid())
                    .orElseThrow(() -> new IllegalStateException("a started process was not found again"));
            process.kill();
            if (!process.awaitGone(Deadline.in(Duration.ofMillis(800))))
                throw new IllegalStateException("pid " + process.pid() + " still there 800 ms after it was killed");
            return "started, knew and killed pid " + process.pid()
                    + (Launch.ownSession() ? "" : "; no setsid here, so processes share the node's session");
        } finally {
            started.process().destroyForcibly();
            Files.deleteIfExists(nowhere);
            Files.deleteIfExists(pause);
        }
    }

    /** A program that waits: sleep, or where an image has no such programs a Java that pauses before it begins. */
    static List<String> idler(Path pause) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":"))
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "sleep"))) return List.of("sleep", "5");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+PauseAtStartup",
                "-XX:PauseAtStartupFile=" + pause,
                "-version");
    }
}
