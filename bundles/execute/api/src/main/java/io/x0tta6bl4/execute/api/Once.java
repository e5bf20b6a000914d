package io.x0tta6bl4.execute.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Remembers the last 1,000 carried-out action ids, so that an order that comes twice has its effect once (brake 13). */
public final class Once {
    private static final int LIMIT = 1_000;

    private final Map<String, Effect> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Effect> eldest) {
            return size() > LIMIT;
        }
    };

    /**
     * Guards an effector's body: refuses an order without the privilege, answers a repeated one with its first effect, and
     * otherwise carries it out.
     */
    public synchronized Effect apply(Order order, Supplier<Effect> body) {
        String command = order.action().command().name();
        if (!order.granted())
            return new Effect.Refused("the privilege " + command + " is not granted; see brakes: privileges: granted");
        Effect before = order.once() ? done.get(order.action().id()) : null;
        if (before != null) return before;
        Effect effect = body.get();
        if (effect instanceof Effect.Done) done.put(order.action().id(), effect);
        return effect;
    }
}
