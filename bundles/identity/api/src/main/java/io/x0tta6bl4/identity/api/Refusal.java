package io.x0tta6bl4.identity.api;

/** Why an SVID is not believed. */
public enum Refusal {
    /** No certificate, or no token, was shown. */
    EMPTY,
    /** Longer than is looked at. */
    TOO_LARGE,
    /** It cannot be read. */
    MALFORMED,
    /** No URI among the alternative names: not an SVID. */
    NO_URI_SAN,
    /** More than one URI among the alternative names (X509-SVID, section 2). */
    SEVERAL_URI_SANS,
    /** The name is no SPIFFE ID. */
    NOT_A_SPIFFE_ID,
    /** The name is that of a trust domain, not of somebody in it. */
    NO_PATH,
    /** A certificate of an authority, which must not authenticate (X509-SVID, section 3.2). */
    CA_AS_LEAF,
    /** The key usage is missing, not critical, without digitalSignature, or with keyCertSign or cRLSign (X509-SVID, section 4.3). */
    WRONG_KEY_USAGE,
    /** An extended key usage without both serverAuth and clientAuth (X509-SVID, section 4.4). */
    WRONG_EXTENDED_KEY_USAGE,
    /** There is no bundle for its trust domain. */
    UNKNOWN_TRUST_DOMAIN,
    /** No authority in the bundle of its trust domain signed it: never, or not any more. */
    UNKNOWN_ISSUER,
    /** A signature is not valid. */
    FORGED_SIGNATURE,
    /** Its time, or that of an authority above it, is over. */
    EXPIRED,
    /** Its time, or that of an authority above it, has not begun. */
    NOT_YET_VALID,
    /** Another rule of RFC 5280 about the path is broken. */
    INVALID_PATH,
    /** An algorithm that JWT-SVID, section 2.1, does not list, or that is not that of the key. */
    WRONG_ALGORITHM,
    /** A header that JWT-SVID, section 2, does not allow. */
    WRONG_HEADER,
    /** No {@code aud}, or not the one that was asked for. */
    WRONG_AUDIENCE,
    /** A claim that must be there is missing, or is of another type. */
    MISSING_CLAIM,
    /** Shown before. */
    REPLAYED
}
