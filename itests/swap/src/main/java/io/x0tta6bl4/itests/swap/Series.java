package io.x0tta6bl4.itests.swap;

import java.util.List;
import java.util.Map;

/**
 * What one series of swaps came to.
 *
 * @param waits the longest that a call waited for its provider around each swap, in milliseconds: the stall of the swap
 * @param stalls the longest whole call around each swap, in milliseconds, with what the provider needs for it
 * @param quiet the longest whole call in a time without a swap before each swap, in milliseconds
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
        List<Double> waits,
        List<Double> stalls,
        List<Double> quiet,
        Map<String, Long> reasons) {
    public Series {
        waits = List.copyOf(waits);
        stalls = List.copyOf(stalls);
        quiet = List.copyOf(quiet);
        reasons = Map.copyOf(reasons);
    }

    /** By the nearest rank; zero without a swap. */
    private static double rank(List<Double> samples, double percent) {
        List<Double> sorted = samples.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
    }

    /** One line for people. */
    public String words() {
        return String.format(
                java.util.Locale.ROOT,
                "%-6s %-17s %4d swaps %8d calls %7d failed %5d on a stopped one %3d states lost"
                        + "  wait p50 %6.1f max %6.1f  call p50 %6.1f max %6.1f  without a swap max %6.1f ms",
                pattern,
                how,
                swaps,
                calls,
                failed,
                stopped,
                lostStates,
                rank(waits, 50),
                rank(waits, 100),
                rank(stalls, 50),
                rank(stalls, 100),
                rank(quiet, 100));
    }
}
