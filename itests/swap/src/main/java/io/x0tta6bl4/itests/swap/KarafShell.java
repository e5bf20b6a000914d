package io.x0tta6bl4.itests.swap;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The shell of an Apache Karaf on a terminal of its own ({@code script} of util-linux), on an empty data directory. */
final class KarafShell implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
    /** The name before it stands between colours. */
    private static final String PROMPT = "@root";

    private final Process terminal;
    private final Path screen;

    private KarafShell(Process terminal, Path screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    static KarafShell start(Path karaf, Path java, Path screen) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qfec", karaf.resolve("bin/karaf") + " clean", screen.toString());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().remove("KARAF_HOME");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        KarafShell shell = new KarafShell(builder.start(), screen);
        shell.until(() -> shell.shown().contains(PROMPT), "no prompt");
        return shell;
    }

    /** Types a line and waits until it has been carried out. */
    void command(String line) throws IOException, InterruptedException {
        String mark = "done-" + System.nanoTime();
        Writer in = terminal.outputWriter(StandardCharsets.UTF_8);
        // the mark is put together by the shell, so that the echo of the line is not taken for its end
        in.write(line + " ; echo \"" + mark + "\" + \"!\"\r");
        in.flush();
        until(() -> shown().contains(mark + " + !") || shown().contains(mark + "!"), line);
        if (shown().contains("Error executing command"))
            throw new IllegalStateException("Karaf refused: " + line + "\n" + shown());
    }

    void until(BooleanSupplier holds, String what) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!holds.getAsBoolean()) {
            if (!terminal.isAlive() || System.nanoTime() - deadline > 0)
                throw new IllegalStateException("Karaf: " + what + "; on its screen:\n" + shown());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String shown() {
        try {
            return Files.exists(screen) ? Files.readString(screen, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = terminal.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly();
        for (ProcessHandle one : all)
            one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
