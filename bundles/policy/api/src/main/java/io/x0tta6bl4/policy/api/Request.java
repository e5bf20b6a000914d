package io.x0tta6bl4.policy.api;

/**
 * What somebody wants to do.
 *
 * @param who the SPIFFE ID of the caller, as it was verified: {@code spiffe://trust-domain/path}; 1 to 2048 characters
 * @param action what it wants: {@code run}, {@code script}, {@code connect}, {@code read}, or the name of an effector's
 *     command such as {@code process.restart}; 1 to 128 characters
 * @param target on what: {@code command:scope:name}, {@code console:exec}, {@code element:id}, {@code http:/path} or
 *     {@code channel:in} or {@code channel:out} for a peer; 1 to 2200 characters
 */
public record Request(String who, String action, String target) {
    private static final int WHO_LIMIT = 2048;
    private static final int ACTION_LIMIT = 128;
    private static final int TARGET_LIMIT = 2200;

    /** @throws IllegalArgumentException when one of them is empty or too long */
    public Request {
        require("identity", who, WHO_LIMIT);
        require("action", action, ACTION_LIMIT);
        require("target", target, TARGET_LIMIT);
    }

    private static void require(String what, String value, int limit) {
        if (value.isBlank() || value.length() > limit)
            throw new IllegalArgumentException(
                    "the " + what + " of a request has 1 to " + limit + " characters, this one has " + value.length());
    }

    @Override
    public String toString() {
        return action + " on " + target + " by " + who;
    }
}
