package io.x0tta6bl4.identity.api;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** Whether a chain of certificates is believed. */
public sealed interface X509Verdict {
    /**
     * It is: the peer that proves to hold the key of the leaf has this name.
     *
     * @param id its name
     * @param leaf its certificate
     * @param expires when the first certificate of the path expires, the authority's included
     */
    record Accepted(SpiffeId id, X509Certificate leaf, Instant expires) implements X509Verdict {}

    /**
     * It is not.
     *
     * @param reason why
     * @param detail in words, with what was found
     */
    record Refused(Refusal reason, String detail) implements X509Verdict {}
}
