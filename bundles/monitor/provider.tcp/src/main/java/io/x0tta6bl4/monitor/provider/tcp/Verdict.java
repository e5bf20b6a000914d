package io.x0tta6bl4.monitor.provider.tcp;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What came of asking once.
 *
 * @param standing how the endpoint stands
 * @param detail what a person would want to know
 * @param millis to the open connection, if there is one
 */
record Verdict(Standing standing, String detail, OptionalDouble millis) {

    /** From good to bad. */
    enum Standing {
        HEALTHY,
        UNRESPONSIVE,
        UNREACHABLE,
        /** The fault is on our side: nothing can be said of the endpoint. */
        NOT_ASKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict connected(String detail, double millis) {
        return new Verdict(Standing.HEALTHY, detail, OptionalDouble.of(millis));
    }

    static Verdict unanswered(Standing standing, String detail) {
        return new Verdict(standing, detail, OptionalDouble.empty());
    }

    boolean good() {
        return standing == Standing.HEALTHY;
    }

    /** Whether it speaks against the endpoint. */
    boolean bad() {
        return standing != Standing.HEALTHY && standing != Standing.NOT_ASKED;
    }
}
