package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {
    private final ByteArrayOutputStream client = new ByteArrayOutputStream();
    private final AnswerStream answer = new AnswerStream(client, Log.class.getName());
    private final PrintStream out = new PrintStream(answer, true, StandardCharsets.UTF_8);

    /** Complains as the backend of a log does, on the stream of whoever had something to log. */
    private static final class Log {
        static void complain(PrintStream stream) {
            stream.println("log [backend] ERROR : IO failure in appender");
            new IOException("No space left on device").printStackTrace(stream);
        }
    }

    private String told() {
        return client.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_stack_trace_of_a_log_that_cannot_be_written_is_no_answer_and_becomes_one_sentence() {
        out.println("paused");
        Log.complain(out);
        out.println("by you");
        assertThat(told()).isEqualTo("paused\nby you\n");
        assertThat(answer.sentence())
                .hasValue("The node cannot write its log: No space left on device. Lines of it are lost until there is"
                        + " room on the disk of its data directory.");
    }

    @Test
    void what_a_command_prints_passes_also_when_it_speaks_of_exceptions() {
        new IOException("of the command").printStackTrace(out);
        out.write('!');
        out.flush();
        assertThat(told())
                .contains("java.io.IOException: of the command\n", "\tat ")
                .endsWith("!");
        assertThat(answer.sentence()).isEmpty();
    }
}
