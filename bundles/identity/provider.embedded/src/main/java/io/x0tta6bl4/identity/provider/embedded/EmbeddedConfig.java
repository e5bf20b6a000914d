package io.x0tta6bl4.identity.provider.embedded;

/** For whom it issues, and for how long. */
public @interface EmbeddedConfig {
    /** The trust domain; set your own before other nodes are to believe it. */
    String trust_domain() default "x0.internal";

    /** The path of the node's own name. */
    String node_path() default "/node";

    /** {@code ECDSA P-256} or {@code ML-DSA-65}: with what new keys of the authority sign certificates. */
    String algorithm() default "ECDSA P-256";

    int svid_seconds() default 3600;

    int jwt_seconds() default 300;

    /** 90 days. */
    int root_seconds() default 7_776_000;

    /** How long a new key is published before it signs; at least three times the refresh hint of 300 s. */
    int overlap_seconds() default 1500;

    /** Where the bundles of other trust domains are; empty for {@code <data>/identity/bundles}. */
    String bundles() default "";
}
