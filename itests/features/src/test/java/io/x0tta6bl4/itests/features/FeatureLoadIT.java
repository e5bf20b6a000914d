package io.x0tta6bl4.itests.features;

import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.INSTALL;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.REVERT;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangePlan.Act;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.features.sample.ThrowingActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ops4j.pax.exam.Configuration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Features changed while four callers call without end, by the same changes that the commands order. */
@InFramework
class FeatureLoadIT {
    private static final int SWAPS = 20;

    private Workshop workshop;

    @Configuration
    static org.ops4j.pax.exam.Option[] configuration() throws IOException {
        return new org.ops4j.pax.exam.Option[] {
            frameworkProperty("x0.profile").value("lab"),
            frameworkProperty("x0.feature.look.milliseconds").value("100"),
            frameworkProperty("x0.data")
                    .value(Files.createTempDirectory("x0-data").toString()),
            Node.bundles()
        };
    }

    @BeforeEach
    void open(BundleContext context) throws IOException {
        workshop = new Workshop(context);
        workshop.clear();
        workshop.applied(INSTALL, greeters(0, "1.0.0"));
        workshop.applied(INSTALL, workshop.feature("guests", "1.0.0", workshop.porter("1.0.0", "[1,2)")));
    }

    @AfterEach
    void close() {
        workshop.clear();
    }

    private String greeters(int n, String api) throws IOException {
        String minor = api.substring(0, api.lastIndexOf('.'));
        String range = "[" + minor + "," + minor.charAt(0) + "." + (Integer.parseInt(minor.substring(2)) + 1) + ")";
        return workshop.feature(
                "greeters", "1." + n + ".0", workshop.api(api), workshop.provider("1." + n + ".0", range));
    }

    @Test
    void no_call_fails_while_a_feature_is_updated_and_reverted_again_and_again() throws Exception {
        try (Load load = new Load(workshop.context, true)) {
            for (int n = 1; n <= SWAPS; n++) {
                workshop.applied(UPDATE, greeters(n, "1.0.0"));
                if (n % 5 == 0) workshop.applied(REVERT, "");
            }
            settled(load);
            System.out.println("feature:update and revert, " + SWAPS + " updates: " + load.words());
            assertThat(load.failures).isEmpty();
        }
    }

    @Test
    void no_call_fails_while_an_api_goes_to_its_next_minor_version_and_its_users_are_wired_anew() throws Exception {
        try (Load load = new Load(workshop.context, true)) {
            for (int n = 1; n <= 3; n++) {
                ChangePlan plan =
                        workshop.applied(UPDATE, greeters(n, "1." + n + ".0")).plan();
                assertThat(plan.steps())
                        .filteredOn(s -> s.act() == Act.REFRESH)
                        .extracting(ChangePlan.Step::symbolicName)
                        .containsExactly(Workshop.PORTER);
            }
            settled(load);
            System.out.println("feature:update of an api, 3 minor versions: " + load.words());
            assertThat(load.failures).isEmpty();
        }
    }

    /** The twin: what the calls above are worth is shown by a consumer that does without. */
    @Test
    void without_the_pattern_calls_fail_while_an_api_goes_to_its_next_minor_version() throws Exception {
        try (Load load = new Load(workshop.context, false)) {
            for (int n = 1; n <= 3; n++) workshop.applied(UPDATE, greeters(n, "1." + n + ".0"));
            settled(load);
            assertThat(load.failures).isNotEmpty();
        }
    }

    private static void settled(Load load) {
        long calls = load.calls.get();
        await().atMost(Duration.ofSeconds(10)).until(() -> load.calls.get() > calls + 100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_bundle_updated_in_place_is_not_held_against_its_feature_and_can_be_put_back(boolean fails) throws Exception {
        workshop.applied(UPDATE, greeters(1, "1.0.0"));
        Bundle provider = workshop.bundle(Workshop.PROVIDER).orElseThrow();
        BundleJar other = BundleJar.of(Workshop.PROVIDER, "9.0.0");
        if (fails) other.activator(ThrowingActivator.class);
        other.into(workshop.directory);
        replace(provider, workshop.directory.resolve("outside/sample.provider/9.0.0/sample.provider-9.0.0.jar"));
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        workshop.plan(REVERT, "greeters").notes().toString().contains("updated in place"));
        await().during(Duration.ofMillis(800))
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        workshop.changes.watched().map(WatchedChange::standing).orElseThrow()
                                == WatchedChange.Standing.SERVING);

        workshop.applied(REVERT, "greeters");

        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.1.0");
        assertThat(workshop.plan(REVERT, "greeters").notes().toString()).doesNotContain("updated in place");
    }

    private static void replace(Bundle bundle, Path content) throws IOException {
        try (var in = Files.newInputStream(content)) {
            bundle.update(in);
        } catch (BundleException expected) {
            assertThat(expected).hasMessageContaining("ctivator");
        }
    }

    @Test
    void an_upgrade_that_a_person_reverts_in_good_health_may_come_again() throws Exception {
        String next = greeters(1, "1.0.0");
        workshop.applied(UPDATE, next);

        workshop.applied(REVERT, "");

        assertThat(workshop.plan(UPDATE, next).obstacles()).isEqualTo(List.of());
    }
}
