package io.x0tta6bl4.runtime.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that has to succeed. */
final class Program {
    private static final long LIMIT_SECONDS = 300;

    private Program() {}

    /** What it said on its standard output and error. */
    static String run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException, Refused {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("JDK_JAVA"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new Refused(command.getFirst() + " did not end within " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0)
            throw new Refused(String.join(" ", command) + " failed with " + process.exitValue() + ": " + said.strip());
        return said;
    }
}
