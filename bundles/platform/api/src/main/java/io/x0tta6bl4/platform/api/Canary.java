package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a new provider is tried beside the one that serves, and what it must show. The decision is a pure function of what was
 * counted.
 *
 * @param kind whether the answers of the candidate are used
 * @param percent share of the calls that the candidate gets, 1 to 100; a shadow gets 100
 * @param calls how many calls of the candidate are needed for a decision, 1 to a million
 * @param errorShare how large a share of its calls may fail more than those of the one that serves
 * @param differenceShare how large a share of a shadow's answers may differ
 * @param latencyFactor how many times slower its 95th percentile may be
 * @param latencyFloor below this its 95th percentile is fast enough, whatever the factor
 */
public record Canary(
        Kind kind,
        int percent,
        long calls,
        double errorShare,
        double differenceShare,
        double latencyFactor,
        Duration latencyFloor) {
    /** Whose answer the caller gets. */
    public enum Kind {
        /** Called after the one that serves with the same arguments; its answer is compared and thrown away. */
        SHADOW,
        /** Serves a share of the calls. */
        SHARE
    }

    public Canary {
        if (percent < 1 || percent > 100) throw new IllegalArgumentException("no share of " + percent + " %");
        if (calls < 1 || calls > 1_000_000) throw new IllegalArgumentException("calls: 1 to 1000000, not " + calls);
        if (!(errorShare >= 0 && differenceShare >= 0 && latencyFactor >= 1) || latencyFloor.isNegative())
            throw new IllegalArgumentException("limits cannot be negative, a factor not below 1");
    }

    /** Every answer compared; one that differs or fails is too many; at most twice as slow. */
    public static Canary shadow(long calls) {
        return new Canary(Kind.SHADOW, 100, calls, 0, 0, 2, Duration.ofMillis(5));
    }

    /** A share of the calls; one per cent more errors are too many; at most twice as slow. */
    public static Canary share(int percent, long calls) {
        return new Canary(Kind.SHARE, percent, calls, 0.01, 0, 2, Duration.ofMillis(5));
    }

    /**
     * What was counted so far.
     *
     * @param calls of the candidate
     * @param errors of those, calls that threw where the one that serves did not, or would not be expected to
     * @param differences of those, answers that differ from the one that serves
     * @param servedCalls of the one that serves
     * @param servedErrors of those, calls that threw
     * @param candidateP95 95th percentile of the candidate's last calls; zero before the first
     * @param servedP95 95th percentile of the last calls of the one that serves; zero before the first
     * @param firstTrouble the first error or difference in words; empty when there was none
     */
    public record Tally(
            long calls,
            long errors,
            long differences,
            long servedCalls,
            long servedErrors,
            Duration candidateP95,
            Duration servedP95,
            String firstTrouble) {}

    /** What follows from the counts. */
    public enum Decision {
        WAIT,
        PROMOTE,
        REVERT
    }

    /** A decision with the figures it follows from. */
    public record Verdict(Decision decision, List<String> reasons) {
        public Verdict {
            reasons = List.copyOf(reasons);
        }
    }

    /** Decides. A revert does not wait for the last call: it comes as soon as the rest could not mend the share. */
    public Verdict decide(Tally tally) {
        List<String> against = new ArrayList<>();
        double served = tally.servedCalls() == 0 ? 0 : (double) tally.servedErrors() / tally.servedCalls();
        double allowed = Math.max(calls, tally.calls());
        if (tally.errors() > (served + errorShare) * allowed)
            against.add(share("errors", tally.errors(), tally.calls()) + ", allowed "
                    + percentWords(served + errorShare) + trouble(tally));
        if (tally.differences() > differenceShare * allowed)
            against.add(share("different answers", tally.differences(), tally.calls()) + ", allowed "
                    + percentWords(differenceShare) + trouble(tally));
        boolean enough = tally.calls() >= calls;
        if (enough && slow(tally))
            against.add("p95 " + millis(tally.candidateP95()) + " against " + millis(tally.servedP95()) + ", allowed "
                    + latencyFactor + " times");
        if (!against.isEmpty()) return new Verdict(Decision.REVERT, against);
        String sofar = tally.calls() + " of " + calls + " calls, " + tally.errors() + " errors, " + tally.differences()
                + " different answers, p95 " + millis(tally.candidateP95()) + " against " + millis(tally.servedP95());
        return new Verdict(enough ? Decision.PROMOTE : Decision.WAIT, List.of(sofar));
    }

    private boolean slow(Tally tally) {
        return tally.candidateP95().compareTo(latencyFloor) > 0
                && tally.candidateP95().toNanos()
                        > latencyFactor * tally.servedP95().toNanos();
    }

    private static String trouble(Tally tally) {
        return tally.firstTrouble().isEmpty() ? "" : "; the first: " + tally.firstTrouble();
    }

    private static String share(String what, long part, long whole) {
        return part + " " + what + " in " + whole + " calls";
    }

    private static String percentWords(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.3f ms", duration.toNanos() / 1e6);
    }
}
