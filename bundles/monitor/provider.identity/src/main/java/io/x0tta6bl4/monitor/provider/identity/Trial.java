package io.x0tta6bl4.monitor.provider.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The self-test: known moments of a known certificate. */
final class Trial {
    private static final Duration LIFE = Duration.ofMinutes(60);

    private Trial() {}

    static String run() {
        Instant from = Instant.EPOCH;
        Validity.Span span = new Validity.Span(from, from.plus(LIFE));
        expect(span, from.plus(Duration.ofMinutes(30)), "valid");
        expect(span, from.plus(Duration.ofMinutes(45)), "expiring");
        expect(span, from.plus(LIFE), "expired");
        return "valid, expiring, expired";
    }

    private static void expect(Validity.Span span, Instant now, String state) {
        String found = Validity.of(span, Optional.empty(), "", now).value();
        if (!found.equals(state))
            throw new IllegalStateException("a known certificate is " + found + " at " + now + ", not " + state);
    }
}
