package io.x0tta6bl4.policy.provider.gogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.policy.api.FixedAnswer;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate as a whole stands in NodeIT of the distribution; here, one guarded command in the interpreter. */
class GuardedCommandTest {
    private static final String ME = "spiffe://x0.local/user/me";

    private final AtomicInteger ran = new AtomicInteger();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(null);
    private final CommandSession session =
            gogo.createSession(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), System.err);

    /** Commands to call. */
    public final class Commands {
        public String rotate(CommandSession within, String word) {
            ran.incrementAndGet();
            return "rotated " + word;
        }
    }

    private void guarded(Guard guard, Object target) {
        gogo.addCommand(
                "t",
                new Object() {
                    @SuppressWarnings("unused")
                    public Object rotate(CommandSession within, Object[] words) throws Exception {
                        return new GuardedCommand("t", "rotate", target, () -> ME, guard)
                                .execute(within, new java.util.ArrayList<>(java.util.List.of(words)));
                    }
                },
                "rotate");
    }

    @AfterEach
    void stop() {
        session.close();
        gogo.stop();
    }

    @Test
    void what_policy_allows_runs_with_its_arguments() throws Exception {
        FixedAnswer yes = FixedAnswer.yes();
        guarded(new Guard().with(yes), new Commands());
        assertThat(session.execute("t:rotate now")).isEqualTo("rotated now");
        assertThat(yes.asked).containsExactly(new Request(ME, "run", "command:t:rotate"));
    }

    @Test
    void what_policy_denies_does_not_run_and_says_who_was_refused_what_and_why() {
        guarded(new Guard().with(new FixedAnswer(request -> false)), new Commands());
        assertThatThrownBy(() -> session.execute("t:rotate now"))
                .hasToString("Refused: t:rotate by " + ME + ": told not to. See policy:explain.");
        assertThat(ran).hasValue(0);
    }

    @Test
    void without_an_engine_nothing_runs() {
        guarded(new Guard(), new Commands());
        assertThatThrownBy(() -> session.execute("t:rotate now")).hasMessageContaining("no policy engine");
        assertThat(ran).hasValue(0);
    }

    @Test
    void a_command_that_is_a_function_is_guarded_too() {
        Function function = (within, words) -> ran.incrementAndGet();
        guarded(new Guard().with(new FixedAnswer(request -> false)), function);
        assertThatThrownBy(() -> session.execute("t:rotate now")).isInstanceOf(CommandRefused.class);
        assertThat(ran).hasValue(0);
    }

    /** A plain word to the exec channel, a script to the interpreter. */
    @ParameterizedTest
    @ValueSource(strings = {"addcommand", "eval", "gosh", "new", "sh", "source", "tac", "tmux", "watch"})
    void what_interprets_its_words_needs_the_right_of_a_script(String name) {
        Function function = (within, words) -> ran.incrementAndGet();
        FixedAnswer runs = new FixedAnswer(request -> request.action().equals("run"));
        GuardedCommand command = new GuardedCommand("gogo", name, function, () -> ME, new Guard().with(runs));
        assertThatThrownBy(() -> command.execute(session, List.of("(bundle 0) stop")))
                .hasMessageContaining("Refused: gogo:" + name + " by " + ME + ", which needs script on console:exec");
        assertThat(ran).hasValue(0);
    }

    @Test
    void with_the_right_of_a_script_it_runs() throws Exception {
        Function function = (within, words) -> ran.incrementAndGet();
        FixedAnswer yes = FixedAnswer.yes();
        new GuardedCommand("gogo", "eval", function, () -> ME, new Guard().with(yes)).execute(session, List.of("lb"));
        assertThat(yes.asked)
                .containsExactly(
                        new Request(ME, "run", "command:gogo:eval"), new Request(ME, "script", "console:exec"));
        assertThat(ran).hasValue(1);
    }
}
