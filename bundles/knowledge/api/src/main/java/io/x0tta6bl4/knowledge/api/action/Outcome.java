package io.x0tta6bl4.knowledge.api.action;

import java.time.Duration;

/** What came of an action. Only {@link Verified} counts as success. */
public sealed interface Outcome {

    /** What was done or found, for people. */
    String detail();

    /** Done, and the success test passed after {@code took}. */
    record Verified(Duration took, String detail) implements Outcome {}

    /** Done, and nobody looked whether it helped. */
    record ExecutedUnverified(String detail) implements Outcome {}

    /** Not done, or done without the effect; {@code undone} says whether its change was taken back. */
    record Failed(boolean undone, String detail) implements Outcome {}

    /** No effector can do it. */
    record Unsupported(String detail) implements Outcome {}

    /** Held back by a brake. */
    record Suppressed(Brake brake, String detail) implements Outcome {}
}
