package io.x0tta6bl4.itests.swap;

import java.util.function.Function;

/** How a consumer reaches a capability; a component, so that Declarative Services binds and unbinds. */
public interface Consumer {
    /**
     * One call.
     *
     * @throws CalledWhileStopped when the provider was gone before the call had ended
     */
    <R> R call(Function<Object, R> body);

    /** States that were lost between providers. */
    long lostStates();
}
