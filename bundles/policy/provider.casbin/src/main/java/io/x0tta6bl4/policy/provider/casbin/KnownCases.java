package io.x0tta6bl4.policy.provider.casbin;

import io.x0tta6bl4.policy.api.Request;
import io.x0tta6bl4.policy.api.Rule;
import java.util.List;

/** Requests whose answers are known: an engine that answers one of them wrongly must not decide. */
final class KnownCases {
    private static final String WEB = "spiffe://prod.example/web";
    private static final List<Rule> RULES = List.of(
            new Rule(1, WEB + "/*", "run", "command:loop:*", true),
            new Rule(2, WEB + "/a", "run", "command:loop:pause", false));

    private record Case(String who, String action, String target, boolean allowed) {}

    private static final List<Case> CASES = List.of(
            new Case(WEB + "/b", "run", "command:loop:pause", true),
            new Case(WEB + "/a", "run", "command:loop:status", true),
            new Case(WEB + "/a", "run", "command:loop:pause", false),
            new Case(WEB + "/b", "script", "command:loop:pause", false),
            new Case(WEB + "/b", "run", "command:loops:pause", false),
            new Case(WEB + "/b/c", "run", "command:loop:pause", false),
            new Case(WEB + "-evil/b", "run", "command:loop:pause", false),
            new Case("spiffe://prod.example.evil/web/b", "run", "command:loop:pause", false));

    private static final class Holder {
        static final Enforcement ENGINE = new Enforcement("known cases", RULES);
    }

    private KnownCases() {}

    static void check() {
        for (Case known : CASES) {
            Request request = new Request(known.who(), known.action(), known.target());
            if (Holder.ENGINE.decide(request).allowed() != known.allowed())
                throw new IllegalStateException(
                        "the engine answers " + request + " with " + !known.allowed() + "; that is wrong");
        }
    }
}
