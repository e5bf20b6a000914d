package io.x0tta6bl4.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.monitor.api.Sensor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What surrounds sensor and effector in these tests, one for a framework: a model, baselines, and an ear for observations.
 * The sensor looks around by itself once a minute only, so what is heard earlier was heard by event.
 */
final class Node {
    static final Duration SOON = Duration.ofSeconds(10);

    private static final String SENSOR = "io.x0tta6bl4.monitor.provider.osgi.OsgiSensor";
    private static final String EFFECTOR = "io.x0tta6bl4.execute.provider.osgi.OsgiEffector";

    private static @Nullable Node node;

    final BundleContext context;
    final HeldModel model = new HeldModel();
    final HeldBaselines baselines = new HeldBaselines();
    final List<Observation> heard = new CopyOnWriteArrayList<>();
    final Sensor sensor;
    final Effector effector;
    private final AtomicInteger actions = new AtomicInteger();

    private Node(BundleContext context) throws Exception {
        this.context = context;
        ConfigurationAdmin admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        admin.getConfiguration(SENSOR, "?")
                .update(new Hashtable<>(
                        Map.of("refresh.seconds", 60L, "settling.seconds", 2L, "lasting.milliseconds", 600L)));
        admin.getConfiguration(EFFECTOR, "?").update(new Hashtable<>(Map.of("stable.seconds", 2L)));
        context.registerService(ElementModel.class, model, null);
        context.registerService(Baselines.class, baselines, null);
        sensor = service(Sensor.class);
        effector = service(Effector.class, "(x0.name=osgi)");
        model.onChange(m -> sensor.watch(m, heard::add));
    }

    /** The one of this framework. */
    static synchronized Node in(BundleContext context) throws Exception {
        if (node == null) node = new Node(context);
        return node;
    }

    <T> T service(Class<T> type) {
        return service(type, "(objectClass=*)");
    }

    private <T> T service(Class<T> type, String filter) {
        return await("service " + type.getName() + " " + filter)
                .atMost(SOON)
                .until(
                        () -> context.getServiceReferences(type, filter).stream()
                                .max(Comparator.naturalOrder()),
                        Optional::isPresent)
                .map(context::getService)
                .orElseThrow();
    }

    /** Installs and starts a bundle that a person wants to run. */
    Bundle install(BundleJar jar, String name) throws BundleException {
        Bundle bundle = context.installBundle("test:" + name, jar.open());
        bundle.start();
        return bundle;
    }

    /** Updates a bundle as a person would on the console: a content that does not start is no error of the test. */
    static void update(Bundle bundle, BundleJar jar) {
        try {
            bundle.update(jar.open());
        } catch (BundleException e) {
            assertThat(e)
                    .as("the framework's complaint about the broken content")
                    .hasMessageContaining("");
        }
    }

    static ElementId bundle(String symbolicName) {
        return new ElementId("bundle/" + symbolicName);
    }

    static ElementId component(String name) {
        return new ElementId("component/" + name);
    }

    Element element(ElementId id) {
        return await("element " + id)
                .atMost(SOON)
                .until(() -> model.current().element(id), Optional::isPresent)
                .orElseThrow();
    }

    /** What was last heard of an element. */
    Optional<Reading> last(ElementId id) {
        return heard.reversed().stream()
                .filter(o -> o.element().equals(id) && !o.signal().equals(Signals.FRAMEWORK_ERROR))
                .map(Observation::reading)
                .findFirst();
    }

    /** Waits until the element is said to be in one of these states, or {@code absent}. */
    Reading hears(ElementId id, String... states) {
        return await(id + " to be " + Arrays.toString(states))
                .atMost(SOON)
                .until(
                        () -> last(id),
                        r -> r.map(Node::word).filter(Set.of(states)::contains).isPresent())
                .orElseThrow();
    }

    static String word(Reading reading) {
        return reading instanceof Reading.State state ? state.value() : "absent";
    }

    void knowsGood(String symbolicName, String version) {
        await(symbolicName + " " + version + " to be kept")
                .atMost(SOON)
                .until(() -> baselines
                        .newest(bundle(symbolicName), "jar")
                        .filter(b -> b.version().equals(version))
                        .isPresent());
    }

    Order order(ElementId target, Command command, Duration deadline) {
        Action action = new Action(
                "test-" + actions.incrementAndGet(),
                target,
                command,
                Action.Precondition.TARGET_STILL_SICK,
                "it runs again",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                deadline,
                Action.Undo.PUT_BACK,
                0.1,
                0);
        return new Order(action, element(target), Policy.defaults(), Set.of(command.name()), true);
    }

    Effect apply(ElementId target, Command command) {
        return effector.apply(order(target, command, Duration.ofSeconds(10)));
    }
}
