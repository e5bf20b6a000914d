package io.x0tta6bl4.policy.provider.gogo;

import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** One command that asks before it runs. */
final class GuardedCommand implements Function {
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
        Decision decision = guard.decide(identity.get(), "run", "command:" + scope + ":" + name);
        if (!decision.allowed())
            throw new CommandRefused("Refused: " + scope + ":" + name + " by " + identity.get() + ": "
                    + decision.reason() + ". See policy:explain.");
        if (!(target instanceof Function function))
            return Reflective.invoke(session, target, name, new ArrayList<>(arguments));
        List<Object> words = new ArrayList<>(arguments);
        words.replaceAll(word -> word instanceof Token ? word.toString() : word);
        return function.execute(session, words);
    }
}
