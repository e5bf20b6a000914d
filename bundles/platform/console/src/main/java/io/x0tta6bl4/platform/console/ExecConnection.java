package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its request, the command in a session of its own, its answer. */
final class ExecConnection {
    static final int FAILED = 1;
    /** The exit code of a command that was cut off, as of timeout(1). */
    static final int TOO_LONG = 124;
    /** How long a client is served that says that it waits. */
    static final Duration PATIENCE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(ExecConnection.class);
    private static final long STUCK_MILLIS = 500;
    private static final String TARGET = "console:exec";
    /** Felix's own commands come before ours of the same name: {@code start 5} starts a bundle. */
    private static final String SCOPES = "gogo:felix:*";

    private final ByteChannel channel;
    private final String user;
    private final Guard guard;
    private final CommandProcessor processor;
    private final Frames frames;
    private final Duration deadline;
    /** What cuts the command off. */
    private @Nullable ScheduledFuture<?> end;

    ExecConnection(ByteChannel channel, String user, Guard guard, CommandProcessor processor, Duration deadline) {
        this.channel = channel;
        this.user = user;
        this.guard = guard;
        this.processor = processor;
        this.frames = new Frames(channel);
        this.deadline = deadline;
    }

    /** Serves the client in this thread; cut off at the deadline. */
    void serve(ScheduledExecutorService timer) {
        allow(timer, deadline);
        try (channel) {
            frames.exit(run(timer));
        } catch (IOException gone) {
            LOG.debug("The client of the channel went away: {}", gone.toString());
        } finally {
            stop();
        }
    }

    private void allow(ScheduledExecutorService timer, Duration limit) {
        stop();
        end = end(timer, limit);
    }

    private void stop() {
        if (end != null) end.cancel(false);
    }

    private ScheduledFuture<?> end(ScheduledExecutorService timer, Duration limit) {
        Thread worker = Thread.currentThread();
        return timer.schedule(
                // A client that does not read must not hold up the timer.
                () -> Thread.ofPlatform().daemon().name("exec-deadline").start(() -> cutOff(worker, limit)),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void cutOff(Thread worker, Duration limit) {
        try {
            frames.end(
                    "The command was cut off: it did not end within " + Words.duration(limit), TOO_LONG, STUCK_MILLIS);
        } catch (IOException | InterruptedException e) {
            LOG.debug("The client of the channel could not be told that its time is over: {}", e.toString());
        } finally {
            close();
            worker.interrupt();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A connection of the channel did not close: {}", e.toString());
        }
    }

    private int run(ScheduledExecutorService timer) throws IOException {
        try {
            ExecRequest request = ExecRequest.read(channel);
            allow("connect");
            if (!Script.plain(request.command())) allow("script");
            if (request.patient()) allow(timer, PATIENCE);
            return execute(request);
        } catch (CommandFailed refused) {
            frames.error(refused.getMessage());
            return FAILED;
        }
    }

    private void allow(String action) {
        Decision decision = guard.decide(LocalIdentity.user(user), action, TARGET);
        if (!decision.allowed())
            throw new CommandFailed("Refused: " + action + " on " + TARGET + " by " + LocalIdentity.user(user) + ": "
                    + decision.reason());
    }

    private int execute(ExecRequest request) throws IOException {
        AnswerStream answer = new AnswerStream(stream('o', request.colour()), AnswerStream.COMPLAINTS);
        try (PrintStream out = new PrintStream(answer, true, StandardCharsets.UTF_8);
                PrintStream err = stream('e', request.colour());
                CommandSession session = processor.createSession(InputStream.nullInputStream(), out, err)) {
            prepare(session, request);
            try {
                Object result = session.execute(request.command());
                if (result != null) out.println(session.format(result, Converter.INSPECT));
                return 0;
            } catch (Exception | LinkageError e) {
                err.println(words(e, session));
                return FAILED;
            } finally {
                answer.sentence().ifPresent(err::println);
            }
        }
    }

    private PrintStream stream(char type, boolean colour) {
        OutputStream frame = frames.stream(type);
        return new PrintStream(colour ? frame : new PlainStream(frame), true, StandardCharsets.UTF_8);
    }

    private void prepare(CommandSession session, ExecRequest request) {
        session.put("SCOPE", SCOPES);
        session.put("COLUMNS", request.columns());
        session.put(Screen.COLOUR, request.colour());
        Operators.enter(session, user);
    }

    private static String words(Throwable failure, CommandSession session) {
        if (failure instanceof CommandNotFoundException unknown) {
            Collection<?> names = session.get(".commands") instanceof Collection<?> known ? known : List.of();
            List<String> near = names.stream()
                    .map(Object::toString)
                    .flatMap(name -> Stream.of(name, name.substring(name.indexOf(':') + 1)))
                    .distinct()
                    .toList();
            return Words.unknown("command", unknown.getCommand(), near, "help").getMessage();
        }
        return failure.toString().replaceFirst("^([a-z0-9_]+\\.)+([A-Z])", "$2");
    }
}
