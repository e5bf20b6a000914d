package io.x0tta6bl4.itests.framework;

import static io.x0tta6bl4.itests.framework.Node.SOON;
import static io.x0tta6bl4.itests.framework.Node.bundle;
import static io.x0tta6bl4.itests.framework.Node.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.framework.sample.BrokenGreeter;
import io.x0tta6bl4.itests.framework.sample.Greeter;
import io.x0tta6bl4.itests.framework.sample.Guest;
import io.x0tta6bl4.itests.framework.sample.HangingActivator;
import io.x0tta6bl4.itests.framework.sample.ThrowingActivator;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.platform.api.SelfTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

@InFramework
class HealBundlesIT {
    private static final String SENSOR = "io.x0tta6bl4.monitor.provider.osgi";
    private static final String EFFECTOR = "io.x0tta6bl4.execute.provider.osgi";
    private static final String GREETER = "io.x0tta6bl4.sample.greeter";
    private static final String GUEST = "io.x0tta6bl4.sample.guest";

    private Node node;

    @Configuration
    static Option[] configuration() {
        return new Option[] {
            CoreOptions.frameworkProperty("ds.service.changecount.timeout").value("50"),
            Bundles.named(
                    "assertj-core",
                    "net.bytebuddy.byte-buddy",
                    "org.awaitility",
                    "org.hamcrest",
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.osgi.service.component",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.scr",
                    "io.x0tta6bl4.platform.api",
                    "io.x0tta6bl4.knowledge.api",
                    "io.x0tta6bl4.feature.api",
                    "io.x0tta6bl4.monitor.api",
                    "io.x0tta6bl4.execute.api",
                    SENSOR,
                    EFFECTOR)
        };
    }

    /** In which way a content is broken, and what shows it. */
    enum Broken {
        ACTIVATOR_THROWS {
            @Override
            BundleJar content() {
                return BundleJar.of(GREETER, "2.0.0").activator(ThrowingActivator.class);
            }
        },
        IMPORT_CANNOT_BE_RESOLVED {
            @Override
            BundleJar content() {
                return good("2.0.0").header("Import-Package", "no.such.thing");
            }
        },
        CONSTRUCTOR_THROWS {
            @Override
            BundleJar content() {
                return BundleJar.of(GREETER, "2.0.0").offering(GREETER, BrokenGreeter.class, Supplier.class);
            }

            @Override
            ElementId shownBy() {
                return component(GREETER);
            }
        },
        COMPONENT_IS_MISSING {
            @Override
            BundleJar content() {
                return BundleJar.of(GREETER, "2.0.0");
            }

            @Override
            ElementId shownBy() {
                return component(GREETER);
            }
        };

        abstract BundleJar content();

        ElementId shownBy() {
            return bundle(GREETER);
        }
    }

    private static BundleJar good(String version) {
        return BundleJar.of(GREETER, version).offering(GREETER, Greeter.class, Supplier.class);
    }

    @BeforeEach
    void node(BundleContext context) throws Exception {
        node = Node.in(context);
    }

    @AfterEach
    void remove_the_samples() throws BundleException {
        System.clearProperty("x0.test.hang");
        node.model.forgetConfigured();
        for (Bundle bundle : node.context.getBundles())
            if (bundle.getLocation().startsWith("test:")) bundle.uninstall();
        await().atMost(SOON)
                .until(() -> node.model.current().element(bundle(GREETER)).isEmpty()
                        && node.model.current().element(bundle(GUEST)).isEmpty());
        node.heard.clear();
        node.baselines.forget();
    }

    @Test
    void bundles_and_components_of_the_node_are_elements_in_the_order_of_their_wiring() {
        assertThat(Node.word(look(bundle(SENSOR)))).isEqualTo("active");
        assertThat(node.element(bundle(SENSOR)).dependsOn())
                .contains(bundle("io.x0tta6bl4.monitor.api"), bundle("io.x0tta6bl4.knowledge.api"))
                .noneMatch(id -> id.value().contains("felix"));
        assertThat(node.element(component(SENSOR + ".OsgiSensor")).dependsOn()).containsExactly(bundle(SENSOR));
        assertThat(node.model.current().elements())
                .noneMatch(e -> e.id().value().contains("org.apache"));
        assertThat(node.element(bundle(SENSOR)).elementClass()).isEqualTo("bundle");
    }

    @ParameterizedTest
    @EnumSource
    void a_bundle_updated_to_a_broken_content_is_seen_and_rolled_back(Broken broken) throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.hears(component(GREETER), "active");
        node.knowsGood(GREETER, "1.0.0");
        Command rollBack = new Command.RollBackBundle(GREETER);
        assertThat(node.effector.possible(node.element(bundle(GREETER)), rollBack))
                .isFalse();

        Node.update(greeter, broken.content());
        node.hears(broken.shownBy(), "installed", "resolved", "failed", "unsatisfied");
        assertThat(greeter.getVersion()).hasToString("2.0.0");
        Element sick = node.element(broken.shownBy());
        assertThat(node.effector.possible(sick, rollBack)).isTrue();

        assertThat(node.apply(broken.shownBy(), rollBack)).isInstanceOf(Effect.Done.class);

        node.hears(bundle(GREETER), "active");
        node.hears(component(GREETER), "active");
        assertThat(greeter.getVersion()).hasToString("1.0.0");
        assertThat(node.service(Supplier.class).get()).isEqualTo("hello");
        assertThat(node.effector.possible(sick, rollBack))
                .as("the broken content is not offered")
                .isFalse();
    }

    @Test
    void what_a_roll_back_replaced_can_be_put_back() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.knowsGood(GREETER, "1.0.0");
        Node.update(greeter, Broken.COMPONENT_IS_MISSING.content());
        Order order = node.order(bundle(GREETER), new Command.RollBackBundle(GREETER), Duration.ofSeconds(10));
        assertThat(node.effector.apply(order)).isInstanceOf(Effect.Done.class);

        assertThat(node.effector.undo(order)).isInstanceOf(Effect.Done.class);
        assertThat(greeter.getVersion()).hasToString("2.0.0");
        assertThat(node.effector.undo(order))
                .as("there is nothing more to take back")
                .isInstanceOf(Effect.Refused.class);
        await("a rejected content is not kept, however long it runs")
                .during(Duration.ofMillis(2_700))
                .atMost(SOON)
                .until(() -> node.baselines.of(bundle(GREETER)).stream()
                        .noneMatch(b -> b.version().equals("2.0.0")));
    }

    @Test
    void a_content_counts_as_good_only_after_it_worked_for_the_stable_window() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.knowsGood(GREETER, "1.0.0");
        Node.update(greeter, good("1.1.0"));
        await("not to be kept too early")
                .during(Duration.ofMillis(1_000))
                .atMost(SOON)
                .until(() -> node.baselines.of(bundle(GREETER)).stream()
                        .noneMatch(b -> b.version().equals("1.1.0")));
        node.knowsGood(GREETER, "1.1.0");
    }

    @Test
    void an_operators_stop_is_no_symptom_of_anything() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.install(BundleJar.of(GUEST, "1.0.0").needing(GUEST, Guest.class, Supplier.class), GUEST);
        node.hears(component(GUEST), "active");
        assertThat(node.element(component(GUEST)).dependsOn()).contains(component(GREETER), bundle(GUEST));

        greeter.stop();

        node.hears(bundle(GREETER), "stopped-by-operator");
        node.hears(component(GREETER), "absent");
        node.hears(component(GUEST), "absent");
        assertThat(bad()).isEmpty();
        assertThat(node.apply(bundle(GREETER), new Command.RestartBundle(GREETER)))
                .isInstanceOf(Effect.Refused.class)
                .extracting(Effect::detail)
                .asString()
                .contains("operator");
        assertThat(greeter.getState()).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    void a_component_that_loses_what_it_needs_is_unsatisfied_and_says_what_is_missing() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.install(BundleJar.of(GUEST, "1.0.0").needing(GUEST, Guest.class, Supplier.class), GUEST);
        node.hears(component(GUEST), "active");

        Node.update(greeter, Broken.COMPONENT_IS_MISSING.content());

        Reading reading = node.hears(component(GUEST), "unsatisfied");
        assertThat(((Reading.State) reading).detail()).contains("needed");
    }

    @Test
    void a_component_that_was_never_satisfied_has_time_to_settle() throws Exception {
        node.install(BundleJar.of(GUEST, "1.0.0").needing(GUEST, Guest.class, Supplier.class), GUEST);
        Reading reading = node.hears(component(GUEST), "absent");
        assertThat(((Reading.Absent) reading).reason()).contains("settling");
        // without an event the sensor looks again only at its refresh, so the test looks itself
        await().atMost(SOON).until(() -> Node.word(look(component(GUEST))).equals("unsatisfied"));
    }

    @Test
    void an_update_from_good_to_good_passes_unnoticed() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        node.hears(component(GREETER), "active");
        for (int i = 1; i <= 5; i++) Node.update(greeter, good("1." + i + ".0"));
        await().atMost(SOON)
                .until(() -> node.last(bundle(GREETER))
                        .filter(r -> r.toString().contains("1.5.0"))
                        .isPresent());
        assertThat(bad()).isEmpty();
    }

    @Test
    void a_bundle_above_the_frameworks_start_level_waits_and_its_start_by_level_passes_unnoticed() throws Exception {
        Bundle greeter =
                node.context.installBundle("test:" + GREETER, good("1.0.0").open());
        FrameworkStartLevel level = node.context.getBundle(0).adapt(FrameworkStartLevel.class);
        int before = level.getStartLevel();
        greeter.adapt(BundleStartLevel.class).setStartLevel(before + 10);
        greeter.start();
        node.hears(bundle(GREETER), "absent");
        level.setStartLevel(before + 10);
        node.hears(bundle(GREETER), "active");
        node.hears(component(GREETER), "active");
        level.setStartLevel(before);
        node.hears(bundle(GREETER), "absent");
        assertThat(bad()).isEmpty();
    }

    @Test
    void a_bundle_that_starts_slowly_while_the_start_level_rises_is_not_reported() throws Exception {
        BundleJar slow = BundleJar.of(GREETER, "1.0.0").activator(HangingActivator.class);
        Bundle greeter = node.context.installBundle("test:" + GREETER, slow.open());
        FrameworkStartLevel level = node.context.getBundle(0).adapt(FrameworkStartLevel.class);
        int before = level.getStartLevel();
        greeter.adapt(BundleStartLevel.class).setStartLevel(before + 10);
        greeter.start();
        System.setProperty("x0.test.hang", "yes");
        level.setStartLevel(before + 10);
        await().atMost(SOON).until(() -> greeter.getState() == Bundle.STARTING);
        await("nothing bad to be said")
                .during(Duration.ofMillis(1_500))
                .atMost(SOON)
                .until(() -> bad().isEmpty());
        assertThat(Node.word(look(bundle(GREETER)))).isEqualTo("absent");
        System.clearProperty("x0.test.hang");
        node.hears(bundle(GREETER), "active");
        level.setStartLevel(before);
        node.hears(bundle(GREETER), "absent");
    }

    @Test
    void a_bundle_that_a_person_configured_is_watched_under_its_own_name_too() throws Exception {
        ElementId own = new ElementId("greeting");
        node.model.configure(new Element(
                own,
                new Subject.Bundle(GREETER),
                "greeters",
                "node",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of()));
        node.hears(own, "uninstalled");
        node.install(good("1.0.0"), GREETER);
        node.hears(own, "active");
    }

    @Test
    void a_bundle_and_a_component_are_restarted_and_refreshed() throws Exception {
        Bundle greeter = node.install(good("1.0.0"), GREETER);
        Object first = node.service(Supplier.class);
        assertThat(node.apply(bundle(GREETER), new Command.RestartBundle(GREETER)))
                .isInstanceOf(Effect.Done.class);
        Object second = node.service(Supplier.class);
        assertThat(second).isNotSameAs(first);

        assertThat(node.apply(component(GREETER), new Command.RestartComponent(GREETER, GREETER)))
                .isInstanceOf(Effect.Done.class);
        Object third = node.service(Supplier.class);
        assertThat(third).isNotSameAs(second);
        assertThat(third.getClass()).isSameAs(second.getClass());

        assertThat(node.apply(bundle(GREETER), new Command.RefreshBundle(GREETER)))
                .isInstanceOf(Effect.Done.class);
        assertThat(node.service(Supplier.class).getClass())
                .as("new wiring, new classes")
                .isNotSameAs(third.getClass());
        assertThat(greeter.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void an_order_that_comes_twice_has_its_effect_once() throws Exception {
        node.install(good("1.0.0"), GREETER);
        Order order = node.order(bundle(GREETER), new Command.RestartBundle(GREETER), Duration.ofSeconds(5));
        node.effector.apply(order);
        Object after = node.service(Supplier.class);
        assertThat(node.effector.apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(node.service(Supplier.class)).isSameAs(after);
    }

    @Test
    void an_order_without_its_privilege_touches_nothing() throws Exception {
        node.install(good("1.0.0"), GREETER);
        Object before = node.service(Supplier.class);
        Order full = node.order(bundle(GREETER), new Command.RestartBundle(GREETER), Duration.ofSeconds(5));
        Order bare = new Order(full.action(), full.element(), full.policy(), Set.of("page"), true);
        assertThat(node.effector.apply(bare)).isInstanceOf(Effect.Refused.class);
        assertThat(node.service(Supplier.class)).isSameAs(before);
    }

    @Test
    void a_bundle_that_hangs_in_its_activator_holds_the_effector_only_to_its_deadline() throws Exception {
        Bundle greeter = node.install(BundleJar.of(GREETER, "1.0.0").activator(HangingActivator.class), GREETER);
        System.setProperty("x0.test.hang", "yes");
        Order order = node.order(bundle(GREETER), new Command.RestartBundle(GREETER), Duration.ofMillis(300));
        assertThat(node.effector.apply(order)).isInstanceOf(Effect.Failed.class);
        node.hears(bundle(GREETER), "starting");
        assertThat(node.apply(bundle(GREETER), new Command.RestartBundle(GREETER)))
                .isInstanceOf(Effect.Refused.class);
        System.clearProperty("x0.test.hang");
        node.hears(bundle(GREETER), "active");
        assertThat(greeter.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void what_would_stop_the_effector_itself_is_refused_with_the_reason() {
        assertThat(node.apply(bundle(EFFECTOR), new Command.RestartBundle(EFFECTOR)))
                .isInstanceOf(Effect.Refused.class);
        String api = "io.x0tta6bl4.execute.api";
        assertThat(node.apply(bundle(api), new Command.RefreshBundle(api)))
                .isInstanceOf(Effect.Refused.class)
                .extracting(Effect::detail)
                .asString()
                .contains("would stop the effector");
        assertThat(node.effector.possible(node.element(bundle(api)), new Command.RefreshBundle(api)))
                .isFalse();
    }

    @Test
    void an_error_of_the_framework_is_said_of_the_bundle_that_has_it() throws Exception {
        BundleJar throwing = BundleJar.of(GREETER, "1.0.0").activator(ThrowingActivator.class);
        Bundle greeter = node.context.installBundle("test:" + GREETER, throwing.open());
        FrameworkStartLevel level = node.context.getBundle(0).adapt(FrameworkStartLevel.class);
        int before = level.getStartLevel();
        greeter.adapt(BundleStartLevel.class).setStartLevel(before + 10);
        greeter.start();
        node.hears(bundle(GREETER), "absent");
        level.setStartLevel(before + 10);
        Reading reading = node.hears(bundle(GREETER), "resolved");
        level.setStartLevel(before);
        assertThat(((Reading.State) reading).detail()).contains("planted: the activator throws");
        assertThat(node.heard)
                .filteredOn(o -> o.signal().equals(Signals.FRAMEWORK_ERROR))
                .singleElement()
                .satisfies(o -> assertThat(o.element()).isEqualTo(bundle(GREETER)))
                .satisfies(o -> assertThat(o.reading().toString()).contains("planted"));
    }

    @Test
    void sensor_and_effector_prove_that_they_work() throws Exception {
        assertThat(((SelfTest) node.sensor).selfTest().passed()).isTrue();
        assertThat(((SelfTest) node.effector).selfTest().passed()).isTrue();
    }

    private Reading look(ElementId id) {
        return node.sensor.look(node.element(id)).getFirst().reading();
    }

    private List<Observation> bad() {
        return node.heard.stream()
                .filter(o -> o.reading() instanceof Reading.State s
                        && !Signals.HEALTHY_STATES
                                .getOrDefault(o.signal(), Set.of(s.value()))
                                .contains(s.value()))
                .toList();
    }
}
