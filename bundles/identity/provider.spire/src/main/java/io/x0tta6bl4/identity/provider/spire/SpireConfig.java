package io.x0tta6bl4.identity.provider.spire;

/** Which agent, and which of the identities that it has for this node. */
public @interface SpireConfig {
    /**
     * The socket of the agent, {@code unix:///path}; empty for the one that {@code SPIFFE_ENDPOINT_SOCKET} names, and without that
     * {@code unix:///tmp/spire-agent/public/api.sock}.
     */
    String socket() default "";

    /** The SPIFFE ID to take; empty for the first one that the agent sends. */
    String id() default "";
}
