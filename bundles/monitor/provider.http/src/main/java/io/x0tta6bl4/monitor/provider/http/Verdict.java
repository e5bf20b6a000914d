package io.x0tta6bl4.monitor.provider.http;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What came of asking once.
 *
 * @param standing how the endpoint stands
 * @param detail what a person would want to know
 * @param millis to the whole answer, if there was one
 * @param status code of the answer, if there was one
 */
record Verdict(Standing standing, String detail, OptionalDouble millis, OptionalInt status) {

    /** From good to bad. */
    enum Standing {
        HEALTHY,
        WRONG,
        UNRESPONSIVE,
        UNREACHABLE,
        /** The fault is on our side: nothing can be said of the endpoint. */
        NOT_ASKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict answered(Standing standing, String detail, double millis, int status) {
        return new Verdict(standing, detail, OptionalDouble.of(millis), OptionalInt.of(status));
    }

    static Verdict unanswered(Standing standing, String detail) {
        return new Verdict(standing, detail, OptionalDouble.empty(), OptionalInt.empty());
    }

    boolean good() {
        return standing == Standing.HEALTHY;
    }

    /** Whether it speaks against the endpoint. */
    boolean bad() {
        return standing != Standing.HEALTHY && standing != Standing.NOT_ASKED;
    }
}
