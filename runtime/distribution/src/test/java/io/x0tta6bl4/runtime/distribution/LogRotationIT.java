package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that a log fills is a node that is down: a burst of lines is cut too, in both formats, and the newest are kept. */
class LogRotationIT {
    private static final Path HOME = Path.of(System.getProperty("x0.dist"));
    private static final int MEGA = 1_000_000;
    private static final int LINES = 150_000;

    @TempDir
    Path log;

    private void burst(String format) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("x0.home", HOME.toString());
        context.putProperty("x0.log", log.toString());
        context.putProperty("x0.log.format", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(HOME.resolve("conf/logback.xml").toFile());
        Logger logger = context.getLogger("burst");
        String text = "x".repeat(1_000);
        for (int line = 1; line <= LINES; line++) logger.info("{} {}", line, text);
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void a_burst_of_a_hundred_and_fifty_megabytes_leaves_a_bounded_log_with_its_last_line(String format)
            throws Exception {
        burst(format);

        List<Path> files;
        try (Stream<Path> all = Files.list(log)) {
            files = all.toList();
        }
        assertThat(files).hasSizeBetween(2, 6);
        assertThat(files).allSatisfy(file -> assertThat(size(file)).isLessThan(60L * MEGA));
        String last = Files.readAllLines(log.resolve("node.log")).getLast();
        assertThat(last).contains(LINES + " xxx");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
