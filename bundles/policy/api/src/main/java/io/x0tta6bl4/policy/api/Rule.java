package io.x0tta6bl4.policy.api;

/**
 * One rule of a policy file.
 *
 * @param line its line, from 1
 * @param who a SPIFFE ID, exact; with {@code /*} at the end for exactly one further segment, {@code /**} for one or more; or
 *     {@code *} for everybody
 * @param action an action, or {@code *}
 * @param target a target, exact; with {@code *} after a {@code :} or {@code /} at the end for all below; or {@code *}
 * @param allows false for a rule that denies; that wins over all that allow
 */
public record Rule(int line, String who, String action, String target, boolean allows) {}
