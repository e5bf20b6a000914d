package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.telemetry.api.Propagation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts a program so that it does not depend on this node: in a session of its own where {@code setsid} exists (neither
 * Ctrl-C in the node's terminal nor the node's end reaches it), input from {@code /dev/null}, output to its log.
 *
 * <p>{@code setsid} replaces itself by the program, because what the JDK starts never leads a process group; so the number
 * of the started process is that of the program.
 */
final class Launch {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private static final Optional<Path> SETSID = onPath("setsid", System.getenv("PATH"));

    /**
     * A program that was started.
     *
     * @param process the running program
     * @param logFrom where its output begins in the log
     * @param note what is unusual, or empty
     */
    record Started(Process process, long logFrom, String note) {}

    private Launch() {}

    /** Whether processes get a session of their own here. */
    static boolean ownSession() {
        return SETSID.isPresent();
    }

    /** Starts it, or throws with words for people; what the watch file says wins over what is offered. */
    static Started start(
            Subject.Process subject, Map<String, String> offered, Map<String, String> marks, ProcessLog log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine(subject.command()));
        place(builder.environment());
        builder.environment().putAll(offered);
        builder.environment().putAll(subject.environment());
        builder.environment().putAll(marks);
        requirePresent(subject, builder.environment().get("PATH"));
        builder.directory(subject.directory().toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")));
        builder.redirectErrorStream(true);
        long from = 0;
        String note = "output in " + log.file();
        try {
            from = log.open();
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        } catch (IOException e) {
            note = "its output is discarded because " + log.file() + " cannot be written: " + e;
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return new Started(builder.start(), from, note);
    }

    /** The place of this start in a trace, in place of the one that the node may itself have been started in. */
    static void place(Map<String, String> environment) {
        environment.keySet().removeAll(Propagation.ENVIRONMENT);
        Propagation.here().ifPresent(place -> environment.put(Propagation.TRACEPARENT, place.traceparent()));
    }

    private static List<String> commandLine(List<String> command) {
        List<String> line = new ArrayList<>();
        SETSID.ifPresent(setsid -> line.add(setsid.toString()));
        line.addAll(command);
        return line;
    }

    private static void requirePresent(Subject.Process subject, String path) throws IOException {
        if (!Files.isDirectory(subject.directory()))
            throw new IOException(
                    "the directory " + subject.directory() + " is not there; create it or correct directory:");
        String program = subject.command().getFirst();
        if (program.contains("/")) {
            Path file = subject.directory().resolve(program);
            if (!Files.exists(file))
                throw new IOException("the program " + file + " is not there; correct command: or put it there");
            if (!Files.isExecutable(file) || Files.isDirectory(file))
                throw new IOException(file + " is no program that this user may execute; correct it with chmod +x");
        } else if (onPath(program, path).isEmpty())
            throw new IOException("no program " + program + " on the PATH (" + path
                    + "); correct command: or give its absolute path");
    }

    static Optional<Path> onPath(String program, String path) {
        if (path == null) return Optional.empty();
        return SEPARATOR
                .splitAsStream(path)
                .filter(directory -> !directory.isBlank())
                .flatMap(directory -> Stream.of(Path.of(directory, program), Path.of(directory, program + ".exe")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
