package io.x0tta6bl4.identity.provider.spire;

/** Which agent, and which of the identities that it has for this node. */
public @interface SpireConfig {
    /** The socket of the agent, {@code unix:///path}. */
    String socket() default "unix:///tmp/spire-agent/public/api.sock";

    /** The SPIFFE ID to take; empty for the first one that the agent sends. */
    String id() default "";
}
