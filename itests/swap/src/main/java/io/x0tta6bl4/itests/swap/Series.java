package io.x0tta6bl4.itests.swap;

import java.util.List;
import java.util.Map;

/**
 * What one series of swaps came to.
 *
 * @param stalls the longest call around each swap, in milliseconds
 * @param lostStates states that a next provider did not go on from
 * @param reasons why calls failed, with how often
 */
public record Series(
        String pattern,
        String how,
        int swaps,
        int callers,
        long calls,
        long failed,
        long stopped,
        long lostStates,
        double seconds,
        List<Double> stalls,
        Map<String, Long> reasons) {
    public Series {
        stalls = List.copyOf(stalls);
        reasons = Map.copyOf(reasons);
    }

    /** By the nearest rank; zero without a swap. */
    public double stall(double percent) {
        List<Double> sorted = stalls.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
    }

    /** One line for people. */
    public String words() {
        return String.format(
                java.util.Locale.ROOT,
                "%-6s %-17s %4d swaps %8d calls %7d failed %5d on a stopped one %3d states lost  stall p50 %6.1f p99"
                        + " %6.1f max %6.1f ms",
                pattern,
                how,
                swaps,
                calls,
                failed,
                stopped,
                lostStates,
                stall(50),
                stall(99),
                stall(100));
    }
}
