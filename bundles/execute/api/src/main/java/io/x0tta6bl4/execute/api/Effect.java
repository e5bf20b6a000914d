package io.x0tta6bl4.execute.api;

/** What an effector did. Whether it helped is not for the effector to say. */
public sealed interface Effect {

    /** What was done or why not, for people. */
    String detail();

    /** The command was carried out to its end. */
    record Done(String detail) implements Effect {}

    /** The command was not begun. */
    record Refused(String detail) implements Effect {}

    /** The command was begun and did not reach its end. */
    record Failed(String detail) implements Effect {}
}
