package io.x0tta6bl4.itests.features;

import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.INSTALL;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.REVERT;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.UNINSTALL;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangePlan.Act;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.features.sample.AgeingGreeter;
import io.x0tta6bl4.itests.features.sample.HangingActivator;
import io.x0tta6bl4.itests.features.sample.MuteGreeter;
import io.x0tta6bl4.itests.features.sample.SickGreeter;
import io.x0tta6bl4.itests.features.sample.ThrowingActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** Features from outside, on a lab node. */
@InFramework
class FeatureChangeIT {
    private static final String GREETING = "io.x0tta6bl4.itests.features.sample.api.Greeting";

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
    }

    @AfterEach
    void close() {
        workshop.clear();
    }

    @Test
    void installing_a_feature_touches_no_bundle_that_was_there() throws Exception {
        String feature =
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)"));
        Map<Long, BundleWiring> before = workshop.wirings();
        List<String> facts = workshop.facts();
        List<String> events = new CopyOnWriteArrayList<>();
        workshop.context.addBundleListener(e -> events.add(e.getBundle().getSymbolicName()));
        ChangePlan plan = workshop.plan(INSTALL, feature);

        ChangeOutcome.Applied applied = workshop.applied(INSTALL, feature);

        assertThat(applied.plan()).as("what was done is what was planned").isEqualTo(plan);
        assertThat(plan.touched()).containsExactly(Workshop.API, Workshop.PROVIDER);
        assertThat(plan.steps()).extracting(ChangePlan.Step::act).doesNotContain(Act.REFRESH, Act.STOP, Act.UNINSTALL);
        assertThat(workshop.facts()).containsAll(facts);
        before.forEach((id, wiring) -> assertThat(workshop.wirings().get(id)).isSameAs(wiring));
        assertThat(events).containsOnly(Workshop.API, Workshop.PROVIDER);
        assertThat(applied.proofs()).anyMatch(p -> p.contains("self-test of sample.provider 1.0.0"));
    }

    @Test
    void a_plan_touches_nothing_at_all() throws Exception {
        String feature =
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)"));
        List<String> facts = workshop.facts();
        List<String> events = new CopyOnWriteArrayList<>();
        workshop.context.addBundleListener(e -> events.add(e.toString()));

        assertThat(workshop.plan(INSTALL, feature).obstacles()).isEmpty();

        assertThat(workshop.differences(facts)).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void a_new_provider_serves_before_the_old_one_goes() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        Bundle apiBundle = workshop.bundle(Workshop.API).orElseThrow();
        BundleWiring wiring = apiBundle.adapt(BundleWiring.class);
        List<String> events = new ArrayList<>();
        AllServiceListener listener = e -> {
            if (e.getType() == ServiceEvent.REGISTERED || e.getType() == ServiceEvent.UNREGISTERING)
                events.add((e.getType() == ServiceEvent.REGISTERED ? "+" : "-")
                        + e.getServiceReference().getBundle().getVersion());
        };
        workshop.context.addServiceListener(listener, "(objectClass=" + GREETING + ")");

        ChangeOutcome.Applied applied = workshop.applied(
                UPDATE, workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)")));

        workshop.context.removeServiceListener(listener);
        assertThat(events).containsExactly("+1.1.0", "-1.0.0");
        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.1.0");
        assertThat(apiBundle.adapt(BundleWiring.class)).isSameAs(wiring);
        assertThat(applied.plan().blinks())
                .filteredOn(b -> b.what().contains(GREETING))
                .allMatch(b -> b.longestWaitMillis() == 0);
    }

    @Test
    void a_minor_version_of_an_api_wires_its_users_anew_and_nobody_else() throws Exception {
        workshop.applied(
                INSTALL,
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(INSTALL, workshop.feature("guests", "1.0.0", workshop.consumer("1.0.0", "[1,2)")));
        Map<Long, BundleWiring> before = workshop.wirings();
        long guest = workshop.bundle(Workshop.CONSUMER).orElseThrow().getBundleId();

        ChangeOutcome.Applied applied = workshop.applied(
                UPDATE,
                workshop.feature("greeters", "1.1.0", workshop.api("1.1.0"), workshop.provider("1.1.0", "[1.1,1.2)")));

        assertThat(applied.plan().steps())
                .filteredOn(s -> s.act() == Act.REFRESH)
                .extracting(ChangePlan.Step::symbolicName)
                .containsExactly(Workshop.CONSUMER);
        Map<Long, BundleWiring> after = workshop.wirings();
        before.forEach((id, wiring) -> {
            if (after.containsKey(id) && id != guest) assertThat(after.get(id)).isSameAs(wiring);
        });
        assertThat(workshop.versions(Workshop.API)).containsExactly("1.1.0");
        assertThat(workshop.bundle(Workshop.CONSUMER)
                        .orElseThrow()
                        .adapt(BundleWiring.class)
                        .getRequiredWires("osgi.wiring.package"))
                .extracting(w -> w.getProvider().getBundle().getVersion().toString())
                .contains("1.1.0");
    }

    @Test
    void everything_that_is_missing_is_named_at_once() throws Exception {
        workshop.api("1.0.0");
        String feature =
                workshop.feature("greeters", "1.0.0", "outside:sample.api:1.0.0", "no:first:1.0.0", "no:second:2.0.0");

        ChangeOutcome outcome = workshop.apply(INSTALL, feature);

        assertThat(outcome).isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(outcome.plan().obstacles())
                .hasSize(2)
                .anyMatch(o -> o.contains("no:first:1.0.0 is missing"))
                .anyMatch(o -> o.contains("no:second:2.0.0 is missing"));
    }

    @Test
    void a_provider_of_another_api_version_is_refused_with_range_and_version() throws Exception {
        workshop.applied(INSTALL, workshop.feature("other", "1.0.0", workshop.api("1.3.0")));
        List<String> facts = workshop.facts();

        ChangeOutcome outcome =
                workshop.apply(INSTALL, workshop.feature("greeters", "1.0.0", workshop.provider("1.0.0", "[2.0,3)")));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(outcome.plan().obstacles())
                .singleElement()
                .asString()
                .contains("sample.provider 1.0.0 needs package io.x0tta6bl4.itests.features.sample.api [2.0.0,3.0.0)")
                .contains("there is 1.3.0 of sample.api");
        assertThat(workshop.differences(facts)).isEmpty();
    }

    @Test
    void two_majors_of_an_api_run_side_by_side() throws Exception {
        workshop.applied(
                INSTALL,
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(
                INSTALL,
                workshop.feature("majors", "1.0.0", workshop.api("2.0.0"), workshop.provider("2.0.0", "[2,3)")));

        assertThat(workshop.versions(Workshop.API)).containsExactly("1.0.0", "2.0.0");
        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.0.0", "2.0.0");
    }

    /** Everything is wired and satisfied then, and yet nobody is served: the framework hides a service of another class space. */
    @Test
    void a_provider_that_its_callers_would_not_see_is_refused_in_words() throws Exception {
        String next = nextBesideAnotherApi(workshop.declaringPorter("1.0.0", "[1,2)"));
        List<String> before = workshop.facts();

        assertThat(workshop.apply(UPDATE, next))
                .isInstanceOfSatisfying(
                        ChangeOutcome.Refused.class,
                        refused -> assertThat(refused.plan().obstacles().toString())
                                .contains("sample.provider 1.1.0 would not be seen by sample.porter 1.0.0")
                                .contains("sample.api 1.1.0")
                                .contains("sample.api 1.0.0"));
        assertThat(workshop.differences(before)).isEmpty();

        workshop.applied(UNINSTALL, "other");
        workshop.applied(UPDATE, next);
    }

    @Test
    void a_provider_that_callers_do_not_see_who_declare_nothing_is_taken_back() throws Exception {
        String next = nextBesideAnotherApi(workshop.porter("1.0.0", "[1,2)"));
        List<String> before = workshop.facts();

        assertThat(workshop.apply(UPDATE, next))
                .isInstanceOfSatisfying(
                        ChangeOutcome.TakenBack.class,
                        taken -> assertThat(taken.toString())
                                .contains("component sample.porter was served with " + GREETING));
        assertThat(workshop.differences(before)).isEmpty();
    }

    /** The provider would be wired to the newer api, which another feature has brought; the porter is wired to the older. */
    private String nextBesideAnotherApi(String porter) throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(INSTALL, workshop.feature("guests", "1.0.0", api, porter));
        workshop.applied(INSTALL, workshop.feature("other", "1.0.0", workshop.api("1.1.0")));
        return workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)"));
    }

    @Test
    void an_api_that_somebody_still_needs_cannot_go_to_its_next_major() throws Exception {
        workshop.applied(
                INSTALL,
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(INSTALL, workshop.feature("guests", "1.0.0", workshop.consumer("1.0.0", "[1,2)")));

        ChangeOutcome outcome = workshop.apply(
                UPDATE,
                workshop.feature("greeters", "2.0.0", workshop.api("2.0.0"), workshop.provider("2.0.0", "[2,3)")));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(outcome.plan().obstacles())
                .singleElement()
                .asString()
                .contains("sample.consumer 1.0.0 needs package")
                .contains("[1.0.0,2.0.0)")
                .contains("1.0.0 of sample.api (which goes)")
                .contains("2.0.0 of sample.api");
    }

    @Test
    void an_activator_that_throws_leaves_the_node_as_it_was() throws Exception {
        takenBack(
                "planted: the activator throws",
                BundleJar.of(Workshop.PROVIDER, "1.1.0")
                        .activator(ThrowingActivator.class)
                        .into(workshop.directory));
    }

    @Test
    void an_activator_that_hangs_leaves_the_node_as_it_was() throws Exception {
        takenBack(
                "did not end before the deadline",
                BundleJar.of(Workshop.PROVIDER, "1.1.0")
                        .activator(HangingActivator.class)
                        .into(workshop.directory));
    }

    @Test
    void a_constructor_that_throws_leaves_the_node_as_it_was() throws Exception {
        takenBack(
                "cannot be made: java.lang.IllegalStateException: planted: no greeting today",
                workshop.provider("1.1.0", "[1,2)", MuteGreeter.class));
    }

    @Test
    void a_self_test_that_fails_leaves_the_node_as_it_was() throws Exception {
        takenBack("planted: cannot greet", workshop.provider("1.1.0", "[1,2)", SickGreeter.class));
    }

    @Test
    void a_component_that_stays_unsatisfied_leaves_the_node_as_it_was() throws Exception {
        takenBack(
                "it waits for the service java.lang.Runnable",
                BundleJar.of(Workshop.PROVIDER, "1.1.0")
                        .needing("waits", HangingActivator.class, Runnable.class)
                        .into(workshop.directory));
    }

    /** The api goes to 1.1.0 with it, so that users are wired anew before it fails, and back again. */
    @Test
    void a_failure_after_users_were_wired_anew_leaves_the_node_as_it_was() throws Exception {
        workshop.applied(
                INSTALL,
                workshop.feature("greeters", "1.0.0", workshop.api("1.0.0"), workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(INSTALL, workshop.feature("guests", "1.0.0", workshop.consumer("1.0.0", "[1,2)")));
        List<String> facts = workshop.facts();

        ChangeOutcome outcome = workshop.apply(UPDATE, workshop.feature("greeters", "1.1.0", workshop.api("1.1.0")));

        assertThat(outcome).isInstanceOfSatisfying(ChangeOutcome.TakenBack.class, back -> {
            assertThat(back.reasons().toString()).contains("sample.consumer was satisfied before and is not now");
            assertThat(back.differences()).isEmpty();
        });
        assertThat(workshop.differences(facts)).isEmpty();
    }

    private void takenBack(String why, String bundle) throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(
                INSTALL,
                workshop.featureWith(
                        ", \"configurations\": {\"greeting\": {\"words\": \"hello\"}}",
                        "greeters",
                        "1.0.0",
                        api,
                        workshop.provider("1.0.0", "[1,2)")));
        List<String> facts = workshop.facts();

        ChangeOutcome outcome = workshop.apply(
                UPDATE,
                workshop.featureWith(
                        ", \"configurations\": {\"greeting\": {\"words\": \"bye\"}, \"other~one\": {}}",
                        "greeters",
                        "1.1.0",
                        api,
                        bundle));

        assertThat(outcome).isInstanceOfSatisfying(ChangeOutcome.TakenBack.class, back -> {
            assertThat(back.reasons().toString()).contains(why);
            assertThat(back.differences()).isEmpty();
        });
        assertThat(workshop.differences(facts)).isEmpty();
        ConfigurationAdmin admin =
                workshop.context.getService(workshop.context.getServiceReference(ConfigurationAdmin.class));
        assertThat(admin.getConfiguration("greeting", "?").getProperties().get("words"))
                .isEqualTo("hello");
        assertThat(admin.listConfigurations("(service.pid=other~one)")).isNull();
        assertThat(workshop.changes.history().getFirst().ended()).isEqualTo("taken back");
    }

    @Test
    void a_revert_goes_back_and_an_uninstall_takes_all_away() throws Exception {
        List<String> empty = workshop.facts();
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(UPDATE, workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)")));

        workshop.applied(REVERT, "");

        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.0.0");
        workshop.applied(UNINSTALL, "greeters");
        assertThat(workshop.differences(empty)).isEmpty();
    }

    @Test
    void an_older_version_is_refused_unless_the_lab_asks_for_it() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("foreign", "1.5.0", api, workshop.provider("1.5.0", "[1,2)")));
        String older = workshop.feature("foreign", "1.4.9", api, workshop.provider("1.4.9", "[1,2)"));

        assertThat(workshop.applyStrictly(UPDATE, older).plan().obstacles())
                .singleElement()
                .asString()
                .contains("older than 1.5.0");
        workshop.applied(UPDATE, older);
    }

    @Test
    void the_same_version_with_another_content_takes_the_place_of_the_first() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        long first = workshop.bundle(Workshop.PROVIDER).orElseThrow().getBundleId();
        String feature = workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,1.9)"));

        workshop.applied(UPDATE, feature);

        assertThat(workshop.bundle(Workshop.PROVIDER).orElseThrow().getBundleId())
                .isNotEqualTo(first);
        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.0.0");
    }

    @Test
    void a_bundle_that_an_operator_stopped_stays_stopped_in_its_next_version() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        workshop.bundle(Workshop.PROVIDER).orElseThrow().stop();

        ChangeOutcome.Applied applied = workshop.applied(
                UPDATE, workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)")));

        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.1.0 not active");
        assertThat(applied.plan().notes())
                .anyMatch(n -> n.contains("was stopped by an operator, and stays stopped as 1.1.0"));
    }

    /** As after an attempt whose activator hung so that its bundle could not be taken away. */
    @Test
    void what_is_left_of_an_earlier_attempt_is_not_taken_for_the_bundle_that_is_wanted() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        String next = workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)"));
        Bundle left = installed("x0:outside:sample.provider:1.1.0");

        ChangeOutcome.Applied applied = workshop.applied(UPDATE, next);

        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.1.0");
        assertThat(left.getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(applied.proofs()).anyMatch(p -> p.contains("self-test of sample.provider 1.1.0"));
        assertThat(applied.plan().notes()).anyMatch(n -> n.contains("left of an earlier attempt"));
        workshop.applied(REVERT, "");
        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.0.0");
    }

    @Test
    void a_bundle_that_is_there_by_hand_is_relied_upon_only_if_it_runs_and_passes_its_self_test() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("other", "1.0.0", api));
        String feature =
                workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)", SickGreeter.class));
        Bundle byHand = installed("by-hand");
        try {
            assertThat(workshop.apply(INSTALL, feature).plan().obstacles())
                    .singleElement()
                    .asString()
                    .contains("is there already", "from by-hand", "does not run: start or uninstall it first");
            byHand.start();

            assertThat(workshop.apply(INSTALL, feature))
                    .isInstanceOfSatisfying(
                            ChangeOutcome.TakenBack.class,
                            back -> assertThat(back.reasons()).anyMatch(r -> r.contains("planted: cannot greet")));
            assertThat(byHand.getState()).isEqualTo(Bundle.ACTIVE);
        } finally {
            byHand.uninstall();
        }
    }

    private Bundle installed(String location) throws Exception {
        Path jar = workshop.directory.resolve("outside/sample.provider/1.1.0/sample.provider-1.1.0.jar");
        try (var in = Files.newInputStream(jar)) {
            return workshop.context.installBundle(location, in);
        }
    }

    @Test
    void a_change_that_takes_its_time_is_no_silence_about_the_one_before() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        String slow = workshop.feature(
                "other",
                "1.0.0",
                BundleJar.of("sample.waiting", "1.0.0")
                        .needing("waits", HangingActivator.class, Runnable.class)
                        .into(workshop.directory));
        Thread change = Thread.ofPlatform().start(() -> workshop.apply(INSTALL, slow));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> workshop.bundle("sample.waiting").isPresent());
        var looked = workshop.changes.watched().orElseThrow().looked();

        await().atMost(Duration.ofSeconds(3))
                .until(() -> workshop.changes.watched().orElseThrow().looked().isAfter(looked.plusMillis(300)));
        assertThat(change.isAlive()).as("while the change is under way").isTrue();
        assertThat(workshop.changes.watched().orElseThrow().feature()).isEqualTo("greeters");
        change.join();
    }

    @Test
    void a_feature_of_another_maker_is_understood_or_refused_with_its_place() throws Exception {
        String api = workshop.api("1.0.0");
        Path file = workshop.directory.resolve("foreign.json");
        String text = """
            { // written by others
              "feature-resource-version": "1.0", "id": "com.acme:foreign:osgifeature:main:1.0.0",
              "variables": {"word": "hi"},
              "bundles": ["%s", {"id": "%s", "start-order": "20", "hash-of": "x"}],
              "configurations": {"acme": {"greeting": "${word}"}, "acme.factory~one": {"n:Integer": 1}},
              "extensions": {
                "acme-content": {"kind": "optional", "type": "JSON", "json": [1, 2]},
                "framework-launching-properties": {"kind": "optional", "json": {"felix.unknown": "1"}}
              }
            }
            """.formatted(api, workshop.provider("1.0.0", "[1,2)"));
        Files.writeString(file, text);

        ChangeOutcome.Applied applied = workshop.applied(INSTALL, file.toString());

        assertThat(applied.plan().notes())
                .anyMatch(n -> n.contains("acme-content"))
                .anyMatch(n -> n.contains("felix.unknown"));
        ConfigurationAdmin admin =
                workshop.context.getService(workshop.context.getServiceReference(ConfigurationAdmin.class));
        assertThat(admin.getConfiguration("acme", "?").getProperties().get("greeting"))
                .isEqualTo("hi");
        workshop.applied(UNINSTALL, "foreign");
        Files.writeString(file, text.replace("\"kind\": \"optional\", \"type\"", "\"kind\": \"mandatory\", \"type\""));
        assertThat(workshop.apply(INSTALL, file.toString()).plan().obstacles())
                .singleElement()
                .asString()
                .contains("line 7", "acme-content", "mandatory");
    }

    @Test
    void what_turns_out_bad_later_is_taken_back_by_the_node_and_not_offered_again() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        String bad =
                workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)", AgeingGreeter.class));
        workshop.applied(UPDATE, bad);
        System.setProperty("x0.test.old", "yes");
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> workshop.versions(Workshop.PROVIDER).equals(List.of("1.0.0")));
        } finally {
            System.clearProperty("x0.test.old");
        }

        await().atMost(Duration.ofSeconds(10))
                .until(() -> workshop.plan(UPDATE, bad).obstacles().toString().contains("not offered again"));
        assertThat(workshop.plan(UPDATE, bad).obstacles().toString()).contains("planted: hrmpf");
        assertThat(workshop.changes.history().getFirst()).satisfies(change -> {
            assertThat(change.who()).isEqualTo("the node");
            assertThat(change.why()).contains("worse since the change to outside:greeters:1.1.0", "planted: hrmpf");
        });
    }

    @Test
    void a_bundle_that_an_operator_stops_is_nothing_that_is_worse() throws Exception {
        String api = workshop.api("1.0.0");
        workshop.applied(INSTALL, workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")));
        workshop.applied(UPDATE, workshop.feature("greeters", "1.1.0", api, workshop.provider("1.1.0", "[1,2)")));

        workshop.bundle(Workshop.PROVIDER).orElseThrow().stop();

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> workshop.versions(Workshop.PROVIDER).equals(List.of("1.1.0 not active")));
    }
}
