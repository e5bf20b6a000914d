package io.x0tta6bl4.policy.api;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.time.Duration;

/** What stands before an action: asks the engine, and says no when there is none or when it fails. */
public final class Guard implements AutoCloseable {
    /** How long an action waits for an engine that is just being replaced. */
    private static final Duration GATE = Duration.ofMillis(500);

    private final HotReference<PolicyEngine> engine = new HotReference<>("policy", GATE);

    /** Where components bind and unbind engines. */
    public HotReference<PolicyEngine> engine() {
        return engine;
    }

    /** For use without a framework. */
    public Guard with(PolicyEngine service) {
        engine.bind(0, service);
        return this;
    }

    /** Never throws; whoever asks does nothing unless the answer is {@link Decision.Allowed}. */
    public Decision decide(String who, String action, String target) {
        try {
            Request request = new Request(who, action, target);
            return engine.call(e -> e.decide(request));
        } catch (Retired absent) {
            return new Decision.Broken("this node has no policy engine now, so nothing is allowed; readiness names it");
        } catch (RuntimeException | LinkageError failed) {
            return new Decision.Broken("the policy engine failed, so nothing is allowed: " + failed);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
