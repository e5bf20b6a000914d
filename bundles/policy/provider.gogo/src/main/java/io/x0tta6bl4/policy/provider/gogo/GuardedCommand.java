package io.x0tta6bl4.policy.provider.gogo;

import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** One command that asks before it runs. One that interprets what it is given, or changes what the console calls, is a script. */
final class GuardedCommand implements Function {
    /**
     * They take a script as a word or from a file, let others in who type one, make any object, write any file, or put an unasked
     * object behind a command.
     */
    private static final Set<String> SCRIPTS = Set.of(
            "addcommand",
            "alias",
            "eval",
            "gosh",
            "nano",
            "new",
            "removecommand",
            "sh",
            "source",
            "sshd",
            "tac",
            "telnetd",
            "tmux",
            "unalias",
            "watch");

    /** Those of the interpreter and its shell. */
    private static final Set<String> SCOPES = Set.of("gogo", OwnCommands.scope());

    private final String scope;
    private final String name;
    private final Object target;
    private final Supplier<String> identity;
    private final Guard guard;

    GuardedCommand(String scope, String name, Object target, Supplier<String> identity, Guard guard) {
        this.scope = scope;
        this.name = name;
        this.target = target;
        this.identity = identity;
        this.guard = guard;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) throws Exception {
        ask("run", "command:" + scope + ":" + name);
        if (SCOPES.contains(scope) && SCRIPTS.contains(name)) ask("script", "console:exec");
        if (!(target instanceof Function function))
            return Reflective.invoke(session, target, name, new ArrayList<>(arguments));
        List<Object> words = new ArrayList<>(arguments);
        words.replaceAll(word -> word instanceof Token ? word.toString() : word);
        return function.execute(session, words);
    }

    private void ask(String action, String on) {
        Decision decision = guard.decide(identity.get(), action, on);
        if (!decision.allowed())
            throw new CommandRefused("Refused: " + scope + ":" + name + " by " + identity.get()
                    + (action.equals("run") ? "" : ", which needs " + action + " on " + on) + ": " + decision.reason()
                    + ". See policy:explain.");
    }
}
