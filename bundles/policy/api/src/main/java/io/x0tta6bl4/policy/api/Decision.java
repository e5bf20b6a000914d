package io.x0tta6bl4.policy.api;

/** The answer to a {@link Request}. What is not {@link Allowed} must not happen. */
public sealed interface Decision {

    /** Why, for people: the rule, or that none allows it, or what is wrong with the engine. */
    String reason();

    default boolean allowed() {
        return this instanceof Allowed;
    }

    /** A rule allows it and none denies it. */
    record Allowed(String reason) implements Decision {}

    /** No rule allows it, or one denies it. */
    record Denied(String reason) implements Decision {}

    /** There is no engine, or it has no valid policy, or it failed; nothing is allowed meanwhile. */
    record Broken(String reason) implements Decision {}
}
