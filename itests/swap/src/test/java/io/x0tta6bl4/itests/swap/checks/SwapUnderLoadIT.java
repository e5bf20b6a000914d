package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.CountingProvider;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import io.x0tta6bl4.itests.swap.OtherCountingProvider;
import io.x0tta6bl4.itests.swap.Pattern;
import io.x0tta6bl4.itests.swap.Series;
import io.x0tta6bl4.itests.swap.SwapSeries;
import io.x0tta6bl4.itests.swap.sample.Counting;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The pattern itself, on providers that fail every call that reaches them after their end. */
@InFramework
class SwapUnderLoadIT {
    private static final String SERVICE = Counting.class.getName();
    private static final String NAME = "swap.counting";

    @Configuration
    static Option[] configuration() {
        return new Option[] {Running.base()};
    }

    @AfterEach
    void remove(BundleContext context) throws BundleException {
        for (Bundle bundle : context.getBundles()) if (bundle.getLocation().startsWith("swap:")) bundle.uninstall();
    }

    private static Bundle first(BundleContext context) throws BundleException {
        Bundle first = How.install(context, version(0), 0);
        first.start();
        return first;
    }

    private static byte[] version(int n) {
        return Jars.sample(CountingProvider.class, NAME, "1." + n + ".0");
    }

    /** The numbers that were answered, each once; several callers. */
    private final Set<Long> answers = ConcurrentHashMap.newKeySet();

    private Series run(BundleContext context, Pattern pattern, How how, int swaps, long calls) throws BundleException {
        Series series = new SwapSeries(context)
                .callers(4, 20_000)
                .atLeast(calls)
                .run(
                        pattern,
                        SERVICE,
                        "",
                        first(context),
                        how,
                        swaps,
                        SwapUnderLoadIT::version,
                        s -> pattern == Pattern.HOT ? answered(((Counting) s).next()) : ((Counting) s).next());
        System.out.println(series.words());
        return series;
    }

    private Object answered(long number) {
        if (!answers.add(number)) throw new IllegalStateException(number + " was answered twice");
        return number;
    }

    /** Each provider counted on from where the one before it had come to: no number twice, and none left out. */
    private void countedOn() {
        assertThat(answers).isNotEmpty();
        assertThat(answers.stream().mapToLong(n -> n).max()).hasValue(answers.size());
    }

    @Test
    void no_call_fails_in_a_hundred_thousand_over_sixty_swaps_new_first_and_no_count_is_lost(BundleContext context)
            throws BundleException {
        Series series = run(context, Pattern.HOT, How.START_FIRST, 60, 100_000);
        assertThat(series.reasons()).isEmpty();
        assertThat(series.calls()).isGreaterThanOrEqualTo(100_000);
        assertThat(series.lostStates()).isZero();
        countedOn();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "START_FIRST")
    void no_call_fails_when_a_person_swaps_by_hand_while_nobody_serves(How how, BundleContext context)
            throws BundleException {
        Series series = run(context, Pattern.HOT, how, 30, 10_000);
        assertThat(series.reasons()).isEmpty();
        assertThat(series.lostStates()).isZero();
        countedOn();
    }

    @Test
    void no_call_fails_when_another_technology_takes_over_and_back(BundleContext context) throws BundleException {
        Series series = new SwapSeries(context)
                .callers(4, 20_000)
                .run(
                        Pattern.HOT,
                        SERVICE,
                        "",
                        first(context),
                        How.START_FIRST,
                        30,
                        n -> n % 2 == 0
                                ? version(n)
                                : Jars.sample(OtherCountingProvider.class, NAME + ".other", "1.0." + n),
                        s -> ((Counting) s).next());
        System.out.println(series.words());
        assertThat(series.reasons()).isEmpty();
        assertThat(series.lostStates())
                .as("one technology cannot go on from the state of the other")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "UNINSTALL_INSTALL"})
    void without_drain_and_gate_calls_fail(How how, BundleContext context) throws BundleException {
        Series series = run(context, Pattern.LEAKY, how, 20, 0);
        assertThat(series.failed()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "START_FIRST"})
    void with_a_static_reference_calls_fail(How how, BundleContext context) throws BundleException {
        Series series = run(context, Pattern.NAIVE, how, 20, 0);
        assertThat(series.failed()).isPositive();
    }
}
