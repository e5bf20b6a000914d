package io.x0tta6bl4.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

@InFramework
class ExamIT {
    private Bundle self;

    @Configuration
    static Option[] configuration() {
        return new Option[] {Bundles.named("assertj-core", "net.bytebuddy.byte-buddy", "org.apache.felix.configadmin")};
    }

    @BeforeEach
    void know_the_own_bundle() {
        self = FrameworkUtil.getBundle(ExamIT.class);
    }

    @Test
    void a_test_runs_in_a_bundle_of_a_real_framework(BundleContext context) {
        assertThat(self.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(context.getBundle()).isEqualTo(self);
        assertThat(context.getBundle(0).getSymbolicName()).isEqualTo("org.apache.felix.framework");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assertj-core", "org.apache.felix.configadmin"})
    void every_named_bundle_is_active(String name, BundleContext context) {
        assertThat(context.getBundles())
                .filteredOn(b -> name.equals(b.getSymbolicName()))
                .singleElement()
                .extracting(Bundle::getState)
                .isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void an_assumption_that_does_not_hold_skips_the_test() {
        Assumptions.assumeTrue(self == null, "this test is to be reported as skipped");
        throw new AssertionError("not reached");
    }

    @Test
    void a_bundle_that_is_not_on_the_class_path_is_refused_by_name() {
        assertThatThrownBy(() -> Bundles.named("no.such.bundle")).hasMessageContaining("no bundle no.such.bundle");
    }
}
