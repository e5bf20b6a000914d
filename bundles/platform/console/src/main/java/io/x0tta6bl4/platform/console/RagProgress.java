package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Job;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.felix.service.command.CommandSession;

/** Follows a job to its end: on a terminal in one line that changes, elsewhere in a line now and then. */
final class RagProgress {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TELL = Duration.ofSeconds(10);
    private static final int BAR = 24;

    private final LongFunction<Optional<Job>> look;
    private final PrintStream out;
    private final boolean terminal;
    private long told = System.nanoTime();
    private int width;

    RagProgress(LongFunction<Optional<Job>> look, CommandSession session) {
        this.look = look;
        this.out = session.getConsole();
        this.terminal = Boolean.TRUE.equals(session.get(Screen.COLOUR));
    }

    /** Fails when the job fails; what it refused is said in any case. */
    void follow(Job begun) {
        Job job = begun;
        while (!job.ended()) {
            tell(job);
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailed("Job " + job.number() + " goes on; rag:jobs tells how it is.");
            }
            long number = job.number();
            job = look.apply(number)
                    .orElseThrow(() -> new CommandFailed(
                            "Job " + number + " is not known any more: its provider was replaced; begin it again."));
        }
        if (terminal && width > 0) out.print("\r" + " ".repeat(width) + "\r");
        complaints(job.complaints());
        if (job.state() != Job.State.DONE)
            throw new CommandFailed(
                    "Job " + job.number() + " " + job.state().name().toLowerCase(Locale.ROOT) + ": " + job.words());
        out.println(job.words());
        out.println("in " + Words.duration(job.running()));
    }

    private void complaints(List<String> complaints) {
        complaints.forEach(complaint -> out.println("refused  " + complaint));
    }

    private void tell(Job job) {
        String line = line(job);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else if (System.nanoTime() - told > TELL.toNanos()) {
            out.println(line);
            told = System.nanoTime();
        }
    }

    /** Bar, share, rate, remaining time, and what is being done. */
    static String line(Job job) {
        if (job.all() <= 0) return job.words();
        double share = Math.min(1, (double) job.done() / job.all());
        int full = (int) (share * BAR);
        double seconds = job.running().toMillis() / 1000.0;
        double rate = seconds > 0 ? job.done() / seconds : 0;
        String rest =
                rate > 0 ? Words.duration(Duration.ofMillis((long) ((job.all() - job.done()) / rate * 1000))) : "?";
        String line = String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %.1f %s/s  %s left  %s",
                "#".repeat(full),
                ".".repeat(BAR - full),
                100 * share,
                rate,
                job.unit(),
                rest,
                job.words());
        return line.length() > 150 ? line.substring(0, 150) : line;
    }
}
