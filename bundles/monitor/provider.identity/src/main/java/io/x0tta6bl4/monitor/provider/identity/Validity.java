package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is to be said of a certificate at a moment. Pure.
 *
 * <p>Whoever renews at half of its life, as SPIFFE's own software does, has renewed long before a third of it is left.
 */
final class Validity {
    private static final int SHARE = 3;

    private Validity() {}

    /** From when until when a certificate is valid. */
    record Span(Instant from, Instant until) {
        static Span of(X509Certificate certificate) {
            return new Span(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /**
     * @param refusal why its own trust bundle does not prove it; empty when it does, or nobody was asked
     * @param trouble what those who renew it say is wrong; empty when nothing
     */
    static Reading.State of(Span span, Optional<String> refusal, String trouble, Instant now) {
        Instant from = span.from();
        Instant until = span.until();
        Duration left = Duration.between(now, until);
        Duration life = Duration.between(from, until);
        String why = trouble.isEmpty() ? "" : "; " + trouble;
        if (!left.isPositive()) return new Reading.State("expired", "since " + until + why);
        if (now.isBefore(from)) return new Reading.State("not-yet-valid", "it begins at " + from + ", now is " + now);
        if (refusal.isPresent()) return new Reading.State("refused", refusal.get() + why);
        String words = "until " + until.truncatedTo(ChronoUnit.SECONDS);
        return left.multipliedBy(SHARE).compareTo(life) > 0
                ? new Reading.State("valid", words)
                : new Reading.State(
                        "expiring",
                        words + ", " + left.toSeconds() + " s of " + life.toSeconds()
                                + " s are left, and nobody renewed it" + why);
    }

    /** Seconds that are left; negative when it has expired. */
    static double remaining(Span span, Instant now) {
        return Duration.between(now, span.until()).toMillis() / 1000.0;
    }
}
