package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import io.x0tta6bl4.itests.swap.Pattern;
import io.x0tta6bl4.itests.swap.Series;
import io.x0tta6bl4.itests.swap.SwapSeries;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The one contract, over every capability of a node: the same bundle as a new version, under load, fails no call and answers none wrongly. */
@InFramework
class SwapCapabilitiesIT {
    @Configuration
    static Option[] configuration() {
        return new Option[] {Running.base(), Running.product(), Running.trustAndJudgement(), Running.others()};
    }

    @AfterEach
    void remove_consumers(BundleContext context) throws BundleException {
        for (Bundle bundle : context.getBundles())
            if (bundle.getLocation().startsWith("swap:consumer")) bundle.uninstall();
    }

    @ParameterizedTest
    @EnumSource
    void a_new_version_new_first_fails_no_call(Capability capability, BundleContext context) throws Exception {
        failsNoCall(capability, Shipped.byFeature(capability.provider()), 5, context);
    }

    @ParameterizedTest
    @EnumSource
    void an_update_by_hand_fails_no_call(Capability capability, BundleContext context) throws Exception {
        failsNoCall(capability, How.UPDATE, 3, context);
    }

    private static void failsNoCall(Capability capability, How how, int swaps, BundleContext context) throws Exception {
        Bundle now = running(context, capability.provider())
                .orElseThrow(() -> new AssertionError(capability.provider() + " does not run"));
        int major = now.getVersion().getMajor() + 1;
        byte[] original = Jars.again(now, major + ".0.0");
        Object expected = capability.before(context);
        Series series = new SwapSeries(context)
                .callers(4, 200_000)
                .run(
                        Pattern.HOT,
                        capability.service().getName(),
                        capability.target(),
                        now,
                        how,
                        swaps,
                        n -> n == 1
                                ? original
                                : Jars.again(
                                        running(context, capability.provider()).orElseThrow(), major + "." + n + ".0"),
                        service -> capability.answer(service, expected));
        System.out.printf("%-18s %s%n", capability, series.words());
        assertThat(series.reasons()).isEmpty();
        assertThat(series.calls()).isPositive();
        assertThat(series.lostStates()).isZero();
        assertThat(running(context, capability.provider()))
                .as("the last version runs")
                .get()
                .extracting(b -> b.getVersion().toString())
                .isEqualTo(major + "." + swaps + ".0");
    }

    private static Optional<Bundle> running(BundleContext context, String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                .findFirst();
    }
}
