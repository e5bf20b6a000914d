package io.x0tta6bl4.execute.provider.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second whether a process has written more than its log may hold: a process must not fill the disk of its node. */
final class LogLimit implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LogLimit.class);

    private final Path logs;
    private final Set<Path> told = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("x0-process-logs").factory());

    LogLimit(Path data) {
        this.logs = data.resolve("logs");
        thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void look() {
        if (!Files.isDirectory(logs)) return;
        try (Stream<Path> files = Files.list(logs)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".log") && Files.isRegularFile(file))
                    .toList();
            all.forEach(this::shorten);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The logs of processes in {} could not be looked at: {}", logs, e.toString());
        }
    }

    private void shorten(Path file) {
        try {
            if (new ProcessLog(file).shorten() && told.add(file))
                LOG.warn(
                        "{} was set aside because it passed {} bytes; later times are not told",
                        file,
                        ProcessLog.LIMIT_BYTES);
        } catch (IOException e) {
            LOG.warn("{} passed {} bytes and could not be set aside: {}", file, ProcessLog.LIMIT_BYTES, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
