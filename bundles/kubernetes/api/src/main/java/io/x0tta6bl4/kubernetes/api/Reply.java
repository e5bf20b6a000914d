package io.x0tta6bl4.kubernetes.api;

import java.time.Duration;
import java.util.Optional;

/** What came of a request. */
public sealed interface Reply {

    /** Taken; the body is JSON, empty after a watch, whose lines were told one by one. */
    record Good(String body) implements Reply {}

    /**
     * Not taken.
     *
     * @param reason why, as far as the caller may have to act on it
     * @param words why, for people: what was asked, what was found, what to do
     * @param body what the server said, cut to 64 KiB; empty when it said nothing
     * @param retryAfter how long the server wants to be left alone, if it said so
     */
    record Bad(Reason reason, String words, String body, Optional<Duration> retryAfter) implements Reply {}

    /** Why a request was not taken. */
    enum Reason {
        /** No answer, or not the whole of it. It may have been carried out. */
        UNREACHABLE,
        /** 401: the token is not, or no longer, good. */
        UNAUTHORIZED,
        /** 403: a right is missing. */
        FORBIDDEN,
        /** 404. */
        NOT_FOUND,
        /** 409: somebody else changed it meanwhile. */
        CONFLICT,
        /** 410: what was asked for is too old to be told. */
        GONE,
        /** 422 and 400: the server does not understand, or does not want it like this. */
        INVALID,
        /** 429: the server is busy, or a disruption budget says no. */
        TOO_MANY,
        /** Any other status. */
        OTHER
    }
}
