package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cold start of an Apache Karaf for comparison in the same run: from making the process, on an empty data directory, until its
 * shell has written its prompt on a terminal. {@code script} (util-linux) is that terminal.
 */
final class KarafStart {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** The name before it stands between colours. */
    private static final String PROMPT = "@root";

    private final Path karaf;
    private final Path java;

    private KarafStart(Path karaf, Path java) {
        this.karaf = karaf;
        this.java = java;
    }

    /** Refuses what cannot be started, before anything is measured. */
    static KarafStart of(Path karaf, Path java) throws Refusal {
        if (!Files.isExecutable(karaf.resolve("bin/karaf")))
            throw Refusal.usage(
                    "--beside needs the directory of an unpacked Apache Karaf, and there is no bin/karaf in " + karaf
                            + ".");
        if (!Files.isExecutable(java.resolve("bin/java")))
            throw Refusal.usage(
                    "--beside-java needs the JDK that this Karaf runs on (it knows none from 24 on), and there is"
                            + " no bin/java in " + java + ".");
        return new KarafStart(
                karaf.toAbsolutePath().normalize(), java.toAbsolutePath().normalize());
    }

    StartupSample take() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("x0-karaf");
        Path screen = work.resolve("screen");
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qfec", karaf.resolve("bin/karaf") + " clean", screen.toString());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().remove("KARAF_HOME");
        // The shell must find its input open, or it ends with it.
        builder.redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        Process terminal = builder.start();
        try {
            boolean ready = untilPrompt(terminal, screen, begun);
            double millis = (System.nanoTime() - begun) / 1e6;
            ProcessHandle jvm = largest(terminal);
            return new StartupSample(
                    ready,
                    millis,
                    StartupSample.cpuMillis(jvm),
                    StartupSample.rssMiB(jvm.pid()),
                    -1,
                    ready ? "prompt" : "no prompt");
        } finally {
            end(terminal);
            StartupSample.delete(work);
        }
    }

    private static boolean untilPrompt(Process terminal, Path screen, long begun)
            throws IOException, InterruptedException {
        while (terminal.isAlive() && System.nanoTime() - begun < LIMIT.toNanos()) {
            if (Files.exists(screen)
                    && Files.readString(screen, StandardCharsets.ISO_8859_1).contains(PROMPT)) return true;
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return false;
    }

    /** The JVM: of the shell scripts around it none has used as much processor time. */
    private static ProcessHandle largest(Process terminal) {
        return terminal.descendants()
                .max(Comparator.comparingDouble(StartupSample::cpuMillis))
                .orElse(terminal.toHandle());
    }

    private static void end(Process terminal) throws InterruptedException {
        List<ProcessHandle> all = terminal.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly();
        terminal.waitFor(30, TimeUnit.SECONDS);
        for (ProcessHandle one : all)
            for (int look = 0; one.isAlive() && look < 300; look++) TimeUnit.MILLISECONDS.sleep(10);
    }
}
