package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.knowledge.api.store.ProcessStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of the operating system, safe against reuse of its number and against a step of the wall clock.
 *
 * <p>Its start is told by the rule of {@link ProcessStart}; two identities are the same process when number and start are equal.
 * A zombie whose threads have all ended counts as gone: it holds no port, no file and no memory.
 *
 * @param pid its number
 * @param started when it began, by the rule above
 */
record OsProcess(long pid, Instant started) {
    private static final Duration LOOK = Duration.ofMillis(5);

    /** The process with this number, empty when there is none or only what is left of it. */
    static Optional<OsProcess> find(long pid) {
        boolean gone = ProcStat.read(pid).map(ProcStat::gone).orElse(false);
        if (gone) return Optional.empty();
        return ProcessStart.of(pid).map(started -> new OsProcess(pid, started));
    }

    static OsProcess of(ProcessLedger.Identity identity) {
        return new OsProcess(identity.pid(), identity.started());
    }

    ProcessLedger.Identity identity(String action) {
        return new ProcessLedger.Identity(pid, started, action);
    }

    ProcessLedger.Identity identity(String action, Subject.Process description, Optional<String> ending) {
        return new ProcessLedger.Identity(pid, started, action, Optional.of(description.fingerprint()), ending);
    }

    /** Whether it still runs: this very process, not another one with its number. */
    boolean here() {
        return find(pid).filter(this::equals).isPresent();
    }

    /** Whether it is suspended (SIGSTOP, a debugger) and so cannot react to a polite request. */
    boolean suspended() {
        return ProcStat.read(pid).map(ProcStat::suspended).orElse(false);
    }

    /** Everything it started, directly or not, as far as the operating system still knows. */
    List<OsProcess> descendants() {
        return handle().stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(handle -> find(handle.pid()).stream())
                .toList();
    }

    /** Asks it to end (SIGTERM); harmless when it is gone. */
    void ask() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends it without asking (SIGKILL); harmless when it is gone. */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits until it is gone; false when the deadline passed or the thread was interrupted first. */
    boolean awaitGone(Deadline deadline) {
        CompletableFuture<ProcessHandle> exit =
                handle().map(ProcessHandle::onExit).orElseGet(CompletableFuture::new);
        while (here()) {
            if (deadline.passed()) return false;
            try {
                // The exit of a child is an event; that of an adopted process, or of one nobody reaps, is looked for.
                if (exit.isDone()) TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
                else exit.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException look) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !here();
            }
        }
        return true;
    }

    /** The handle is taken before the identity is checked, and carries the start time itself: it cannot hit another. */
    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(handle -> here());
    }
}
