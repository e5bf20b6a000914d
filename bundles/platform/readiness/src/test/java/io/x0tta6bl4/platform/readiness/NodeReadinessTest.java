package io.x0tta6bl4.platform.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.feature.api.InstalledFeature;
import io.x0tta6bl4.feature.api.InstalledFeature.FeatureBundle;
import io.x0tta6bl4.feature.api.MandatoryPart;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** In a real framework with the real runtime of Declarative Services. */
class NodeReadinessTest {
    private static final String SUPPLIER = Supplier.class.getName();

    @TempDir
    Path directory;

    private Framework framework;
    private BundleContext context;
    private NodeReadiness readiness;
    private ServiceRegistration<Features> demanding;

    /** A component without needs of its own. */
    public static final class Provider implements Supplier<String> {
        @Override
        public String get() {
            return "here";
        }
    }

    private record Demands(List<MandatoryPart> mandatory, List<InstalledFeature> list) implements Features, SelfTest {
        @Override
        public Optional<InstalledFeature> find(String name) {
            return Optional.empty();
        }

        @Override
        public SelfTestResult selfTest() {
            return SelfTestResult.of("look", () -> "seen");
        }
    }

    private interface Tested extends Runnable, SelfTest {
        @Override
        default void run() {}
    }

    private void start(String profile, List<MandatoryPart> parts, List<InstalledFeature> features) throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                                directory.resolve("framework").toString(),
                        Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, "x0.profile;name=" + profile,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                                "org.osgi.service.component;version=1.5,org.osgi.service.component.runtime;version=1.5,"
                                        + "org.osgi.service.component.runtime.dto;version=1.5,"
                                        + "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2"));
        framework.start();
        context = framework.getBundleContext();
        String scr = org.apache.felix.scr.impl.Activator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        context.installBundle(scr).start();
        readiness = new NodeReadiness(
                context,
                context.getService(context.getServiceReference(ServiceComponentRuntime.class)),
                SteadyClock.system());
        Demands demands = new Demands(parts, features);
        demanding = context.registerService(Features.class, demands, null);
        ServiceReference<Features> reference = context.getServiceReference(Features.class);
        readiness.bindFeatures(reference, demands);
    }

    @AfterEach
    void stop() throws Exception {
        readiness.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static MandatoryPart part(String name) {
        return new MandatoryPart(name, Runnable.class.getName(), "(x0.name=" + name + ")", "No " + name + ".");
    }

    private ServiceRegistration<Runnable> serve(String name, Runnable service) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("x0.name", name));
        return context.registerService(Runnable.class, service, properties);
    }

    private Bundle install(String name, String requirement, String references) throws Exception {
        Manifest manifest = new Manifest();
        Attributes head = manifest.getMainAttributes();
        head.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        head.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        head.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        head.putValue(Constants.BUNDLE_VERSION, "1.2.3");
        head.putValue("Service-Component", "c.xml");
        head.putValue(Constants.PROVIDE_CAPABILITY, "osgi.service;objectClass:List<String>=\"" + SUPPLIER + "\"");
        if (!requirement.isEmpty()) head.putValue(Constants.REQUIRE_CAPABILITY, requirement);
        String type = Provider.class.getName();
        String xml = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + name + ".Part'>"
                + "<implementation class='" + type + "'/><service><provide interface='" + SUPPLIER + "'/></service>"
                + references + "</scr:component>";
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("c.xml"));
            jar.write(xml.getBytes(StandardCharsets.UTF_8));
            String entry = type.replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(entry));
            try (var code = getClass().getClassLoader().getResourceAsStream(entry)) {
                code.transferTo(jar);
            }
        }
        return context.installBundle("test:" + name, new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static List<MandatoryPart> supplier() {
        return List.of(new MandatoryPart("supply", SUPPLIER, "", "No supply."));
    }

    @Test
    void removing_each_mandatory_part_in_turn_makes_the_node_not_ready_and_names_it() throws Exception {
        List<String> names = List.of("monitor", "plan", "execute");
        start("production", names.stream().map(NodeReadinessTest::part).toList(), List.of());
        List<ServiceRegistration<Runnable>> services = new ArrayList<>();
        for (String name : names) services.add(serve(name, (Tested) () -> SelfTestResult.of("try", () -> "works")));
        assertThat(readiness.report().ready()).isTrue();

        for (int i = 0; i < names.size(); i++) {
            services.get(i).unregister();
            Report report = readiness.report();
            assertThat(report.ready()).isFalse();
            assertThat(report.missing()).containsExactly(names.get(i));
            services.set(i, serve(names.get(i), () -> {}));
            assertThat(readiness.report().ready()).isTrue();
        }
    }

    @Test
    void without_the_features_the_node_is_not_ready() throws Exception {
        start("production", List.of(), List.of());
        assertThat(readiness.report().problems())
                .singleElement()
                .asString()
                .contains("no feature names a mandatory part");
        ServiceReference<Features> reference = context.getServiceReference(Features.class);

        readiness.unbindFeatures(reference);
        assertThat(readiness.report().ready()).isFalse();

        demanding.unregister();
        assertThat(readiness.started()).isFalse();
        assertThat(readiness.report().missing()).containsExactly("feature");
    }

    @Test
    void a_part_that_waits_for_another_says_for_which_and_why_that_is_not_there() throws Exception {
        start("production", supplier(), List.of());
        install("waiting", "", "<reference name='call' interface='java.util.concurrent.Callable' target='(a=b)'/>")
                .start();

        assertThat(readiness.report().part("supply").orElseThrow().waitsFor())
                .singleElement()
                .asString()
                .contains("component waiting.Part of waiting waits for java.util.concurrent.Callable (a=b)")
                .contains("no bundle here provides java.util.concurrent.Callable");
    }

    @Test
    void a_bundle_that_was_not_started_is_named() throws Exception {
        start("production", supplier(), List.of());
        Bundle idle = install("idle", "", "");

        assertThat(readiness.report().part("supply").orElseThrow().problem().orElseThrow())
                .contains("bundle idle 1.2.3");
        idle.start();
        assertThat(readiness.report().ready()).isTrue();
        idle.stop();
        assertThat(readiness.report().missing()).containsExactly("supply");
        assertThat(readiness.report().part("supply").orElseThrow().problem().orElseThrow())
                .contains("bundle idle 1.2.3 is not started");
    }

    @Test
    void a_bundle_that_does_not_resolve_says_what_it_lacks() throws Exception {
        start("production", supplier(), List.of());
        install("lacking", "some.thing;filter:=\"(some.thing=x)\"", "");

        assertThat(readiness.report().part("supply").orElseThrow().problem().orElseThrow())
                .contains("bundle lacking 1.2.3 is not resolved: it needs some.thing (some.thing=x)");
    }

    @Test
    void a_stub_is_not_ready_where_it_resolves_and_told_where_it_does_not() throws Exception {
        String stub = "x0.profile;filter:=\"(name=lab)\"";
        start("lab", supplier(), List.of());
        install("stub", stub, "").start();
        assertThat(readiness.report().part("supply").orElseThrow().problem().orElseThrow())
                .contains("stub is a stub");
        context.getBundle("test:stub").uninstall();
        stop();

        start("production", supplier(), List.of());
        install("stub", stub, "");
        assertThat(readiness.report().part("supply").orElseThrow().problem().orElseThrow())
                .contains("it is a stub for nodes with the profile (name=lab)");
    }

    @Test
    void a_self_test_that_fails_or_throws_makes_its_part_not_ready_and_says_why() throws Exception {
        start("production", List.of(part("a"), part("b")), List.of());
        serve("a", (Tested) () -> SelfTestResult.of("write", () -> {
            throw new java.io.IOException("disk full");
        }));
        serve("b", (Tested) () -> {
            throw new IllegalStateException("broken");
        });

        Report report = readiness.report();

        assertThat(report.missing()).containsExactly("a", "b");
        assertThat(report.part("a").orElseThrow().problem().orElseThrow()).contains("disk full");
        assertThat(report.part("b").orElseThrow().problem().orElseThrow()).contains("broken");
    }

    @Test
    void a_provider_that_says_that_something_changed_is_tested_again_at_once() throws Exception {
        start("production", List.of(part("a")), List.of());
        Changing part = new Changing();
        serve("a", part);
        assertThat(detail()).isEqualTo("0");
        assertThat(detail()).isEqualTo("0");
        part.changes.incrementAndGet();
        assertThat(detail()).isEqualTo("1");
    }

    private String detail() {
        return readiness
                .report()
                .part("a")
                .orElseThrow()
                .selfTest()
                .orElseThrow()
                .detail();
    }

    private static final class Changing implements Tested {
        final AtomicLong changes = new AtomicLong();

        @Override
        public SelfTestResult selfTest() {
            return SelfTestResult.of("count", () -> String.valueOf(changes.get()));
        }

        @Override
        public long changes() {
            return changes.get();
        }
    }

    @Test
    void self_tests_that_hang_hold_up_readiness_for_two_seconds_together() throws Exception {
        start("production", List.of(part("a"), part("b"), part("c")), List.of());
        CountDownLatch never = new CountDownLatch(1);
        for (String name : List.of("a", "b", "c"))
            serve(name, (Tested) () -> SelfTestResult.of("hang", () -> {
                never.await();
                return "";
            }));

        long begun = System.nanoTime();
        Report report = readiness.report();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(3_500));
        assertThat(report.missing()).containsExactly("a", "b", "c");
        never.countDown();
    }

    @Test
    void a_bundle_of_a_feature_that_does_not_run_makes_the_node_not_ready_though_every_part_is() throws Exception {
        FeatureBundle wanted = new FeatureBundle("g:idle:1.2.3", "idle", "1.2.3", "Installed");
        FeatureBundle missing = new FeatureBundle("g:gone:1.0.0", "gone", "1.0.0", "Missing");
        InstalledFeature feature = new InstalledFeature("g:f:1.0.0", "f", "", List.of(wanted, missing), List.of());
        start("production", List.of(part("a")), List.of(feature));
        serve("a", () -> {});
        install("idle", "", "");

        Report report = readiness.report();

        assertThat(report.missing()).isEmpty();
        assertThat(report.ready()).isFalse();
        assertThat(report.problems()).hasSize(2);
        assertThat(report.problems().get(0)).contains("feature f: bundle idle 1.2.3");
        assertThat(report.problems().get(1)).contains("g:gone:1.0.0 is not installed");
        assertThat(readiness.started()).isFalse();
    }
}
