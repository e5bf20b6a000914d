package io.x0tta6bl4.identity.api;

import java.time.Instant;

/** Whether a token is believed. */
public sealed interface JwtVerdict {
    /**
     * It is: whoever shows it has this name.
     *
     * @param id its name
     * @param expires when the token expires
     * @param claims all claims, as JSON
     */
    record Accepted(SpiffeId id, Instant expires, String claims) implements JwtVerdict {}

    /**
     * It is not.
     *
     * @param reason why
     * @param detail in words, with what was found; never the token
     */
    record Refused(Refusal reason, String detail) implements JwtVerdict {}
}
