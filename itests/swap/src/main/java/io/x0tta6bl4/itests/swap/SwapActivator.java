package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.itests.swap.sample.Counting;
import java.util.Map;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The inside of the benchmark: runs a series on the sample capability when it is asked to, by pattern and way of swapping. */
public final class SwapActivator implements BundleActivator {
    /** Series on the sample capability: threads, and the pause of each between two calls. */
    static final int CALLERS = 4;

    static final long PAUSE_NANOS = 20_000;
    /** A thousand calls a second of four callers. */
    private static final long SLOW_NANOS = 4_000_000;

    private static final String NAME = "swap.counting";

    @Override
    public void start(BundleContext context) {
        BiFunction<String, Integer, Map<String, Object>> bench = (words, swaps) -> run(context, words, swaps);
        context.registerService(BiFunction.class, bench, null);
    }

    @Override
    public void stop(BundleContext context) {}

    private static Map<String, Object> run(BundleContext context, String words, int swaps) {
        String[] both = words.split(" ");
        boolean other = both[1].equals("OTHER_TECHNOLOGY");
        boolean slow = both.length > 2;
        How how = other ? How.START_FIRST : How.valueOf(both[1]);
        try {
            Bundle first = How.install(context, version(0, false), 0);
            first.start();
            Series series = new SwapSeries(context)
                    .callers(CALLERS, slow ? SLOW_NANOS : PAUSE_NANOS)
                    .atLeast(how == How.START_FIRST ? 100_000 : 0)
                    .run(
                            Pattern.valueOf(both[0]),
                            Counting.class.getName(),
                            "",
                            first,
                            how,
                            swaps,
                            n -> version(n, other && n % 2 == 1),
                            s -> ((Counting) s).next());
            for (Bundle bundle : context.getBundles()) if (bundle.getLocation().startsWith("swap:")) bundle.uninstall();
            return Map.of(
                    "words", series.words(),
                    "swaps", (long) series.swaps(),
                    "calls", series.calls(),
                    "failed", series.failed(),
                    "stopped_instance_calls", series.stopped(),
                    "lost_states", series.lostStates(),
                    "waits", series.waits(),
                    "stalls", series.stalls(),
                    "quiet", series.quiet(),
                    "reasons", series.reasons());
        } catch (BundleException e) {
            throw new IllegalStateException("the swap of " + words + " did not go through", e);
        }
    }

    private static byte[] version(int n, boolean other) {
        return other
                ? Jars.sample(OtherCountingProvider.class, NAME + ".other", "1." + n + ".0")
                : Jars.sample(CountingProvider.class, NAME, "1." + n + ".0");
    }
}
