package io.x0tta6bl4.monitor.api.probe;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What came of asking once.
 *
 * @param standing how the endpoint stands
 * @param detail what a person would want to know
 * @param millis to the whole answer or the open connection, if there was one
 * @param status code of the answer, if it has one
 */
public record Verdict(Standing standing, String detail, OptionalDouble millis, OptionalInt status) {

    /** From good to bad. */
    public enum Standing {
        HEALTHY,
        WRONG,
        UNRESPONSIVE,
        UNREACHABLE,
        /** The fault is on our side: nothing can be said of the endpoint. */
        NOT_ASKED;

        /** In the words of the signals. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** There was an answer, with a code. */
    public static Verdict answered(Standing standing, String detail, double millis, int status) {
        return new Verdict(standing, detail, OptionalDouble.of(millis), OptionalInt.of(status));
    }

    /** There is a connection, and that is all that was asked for. */
    public static Verdict connected(String detail, double millis) {
        return new Verdict(Standing.HEALTHY, detail, OptionalDouble.of(millis), OptionalInt.empty());
    }

    /** There was no answer. */
    public static Verdict unanswered(Standing standing, String detail) {
        return new Verdict(standing, detail, OptionalDouble.empty(), OptionalInt.empty());
    }

    public boolean good() {
        return standing == Standing.HEALTHY;
    }

    /** Whether it speaks against the endpoint. */
    public boolean bad() {
        return standing != Standing.HEALTHY && standing != Standing.NOT_ASKED;
    }
}
