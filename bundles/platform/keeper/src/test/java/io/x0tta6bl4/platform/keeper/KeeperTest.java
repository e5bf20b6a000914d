package io.x0tta6bl4.platform.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.platform.api.Logbook;
import io.x0tta6bl4.platform.keeper.sample.SampleActivator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A small loop in a real framework: a planner, a loop that is blind without it, eyes and hands for bundles. */
class KeeperTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Keeper.Patience SHORT = new Keeper.Patience(
            Duration.ofMillis(20),
            Duration.ofMillis(150),
            Duration.ofMillis(150),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));
    private static final String PLAN = "io.x0tta6bl4.plan.provider.sample";

    @TempDir
    Path directory;

    private final List<String> noted = new CopyOnWriteArrayList<>();
    private Framework framework;
    private Keeper keeper;
    private Bundle plan;
    private Bundle loop;

    @BeforeEach
    void a_loop_that_lives() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("framework").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "io.x0tta6bl4.platform.api",
                        "felix.service.urlhandlers",
                        "false",
                        "felix.log.level",
                        "0"));
        framework.start();
        keeper = keeper();
        plan = install(PLAN, "plan", "sample", "");
        loop = install("io.x0tta6bl4.loop.provider.sample", "loop", "sample", "plan");
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Keeper keeper() {
        return new Keeper(framework.getBundleContext(), new Shelf(directory.resolve("kept")), SHORT);
    }

    private void logbook() {
        Logbook logbook = (about, what) -> noted.add(about + " " + what);
        framework.getBundleContext().registerService(Logbook.class, logbook, null);
    }

    private Bundle install(String name, String capability, String technology, String needs) throws Exception {
        Bundle bundle = framework
                .getBundleContext()
                .installBundle("test:" + name, jar(name, "1.0.0", capability, technology, needs, "good"));
        bundle.start();
        return bundle;
    }

    private static InputStream jar(
            String name, String version, String capability, String technology, String needs, String behaviour)
            throws IOException {
        Manifest manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        main.putValue("Bundle-Activator", SampleActivator.class.getName());
        main.putValue(
                "Import-Package",
                "org.osgi.framework,io.x0tta6bl4.platform.api"
                        + (behaviour.equals("unresolvable") ? ",no.such.thing" : ""));
        main.putValue("X-Behaviour", behaviour);
        main.putValue("X-Capability", capability);
        main.putValue("X-Name", technology);
        if (!needs.isEmpty()) main.putValue("X-Needs", needs);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            String type = SampleActivator.class.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(type));
            try (InputStream in = KeeperTest.class.getClassLoader().getResourceAsStream(type)) {
                in.transferTo(jar);
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** As a person does on the console: the framework complains, and has the new content all the same. */
    private void update(String behaviour) throws IOException {
        try {
            plan.update(jar(PLAN, "2.0.0", "plan", "sample", "", behaviour));
        } catch (BundleException e) {
            assertThat(behaviour).isIn("throws", "unresolvable");
        }
        assertThat(plan.getVersion()).hasToString("2.0.0");
    }

    private void lookUntil(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(LIMIT).pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
            keeper.look();
            return condition.call();
        });
    }

    /** Looks on for longer than it would need to act. */
    private void lookForLong() {
        long end = System.nanoTime() + 5 * SHORT.broken().toNanos();
        lookUntil(() -> System.nanoTime() - end > 0);
    }

    private boolean kept(String name) {
        return new Shelf(directory.resolve("kept")).of(name).isPresent();
    }

    private void lookUntilKept() {
        lookUntil(() -> kept(PLAN) && kept(loop.getSymbolicName()));
    }

    private boolean well() {
        return plan.getState() == Bundle.ACTIVE && plan.getVersion().toString().equals("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "unresolvable", "silent", "sick"})
    void a_broken_update_of_a_part_of_the_loop_is_put_back_and_noted(String behaviour) throws Exception {
        lookUntilKept();
        logbook();
        update(behaviour);

        lookUntil(() -> noted.size() == 2);

        assertThat(well()).isTrue();
        assertThat(noted.getFirst()).startsWith("bundle/" + PLAN + " 2.0.0 does not work");
        assertThat(noted.getLast()).startsWith("bundle/" + PLAN + " 1.0.0 put back and verified");
        assertThat(keeper.selfTest().passed()).isTrue();
        assertThat(loop.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void without_a_look_it_stays_broken() throws Exception {
        lookUntilKept();
        update("throws");

        await().during(SHORT.broken().multipliedBy(5)).atMost(LIMIT).until(() -> !well());
    }

    @Test
    void what_was_done_is_noted_as_soon_as_there_is_a_logbook() throws Exception {
        lookUntilKept();
        update("throws");
        lookUntil(this::well);
        logbook();

        lookUntil(() -> noted.size() == 2);
    }

    @Test
    void a_bundle_that_a_person_stopped_is_left_alone() throws Exception {
        lookUntilKept();
        plan.stop();
        update("throws");
        lookForLong();

        assertThat(plan.getVersion()).hasToString("2.0.0");
        assertThat(plan.getState()).isNotEqualTo(Bundle.ACTIVE);
    }

    @Test
    void a_bundle_that_a_person_uninstalled_stays_away() throws Exception {
        lookUntilKept();
        plan.uninstall();
        lookForLong();

        assertThat(framework.getBundleContext().getBundles()).noneMatch(b -> PLAN.equals(b.getSymbolicName()));
    }

    @Test
    void while_the_loop_heals_bundles_itself_the_keeper_stays_out() throws Exception {
        install("test.eyes", "monitor", "osgi", "");
        install("test.hands", "execute", "osgi", "");
        install("test.second.planner", "plan", "second", "");
        lookUntilKept();
        update("throws");
        lookForLong();

        assertThat(plan.getVersion()).hasToString("2.0.0");
    }

    @Test
    void a_failing_self_test_is_not_seen_by_the_loop_so_the_keeper_acts_while_it_lives() throws Exception {
        install("test.eyes", "monitor", "osgi", "");
        install("test.hands", "execute", "osgi", "");
        lookUntilKept();
        update("sick");

        lookUntil(this::well);
    }

    @Test
    void an_update_that_works_is_kept_in_place_of_the_one_before() throws Exception {
        lookUntilKept();
        update("good");
        lookUntil(() -> new Shelf(directory.resolve("kept"))
                .of(PLAN)
                .filter(kept -> kept.version().equals("2.0.0"))
                .isPresent());

        try (var files = Files.list(directory.resolve("kept"))) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith(PLAN)))
                    .hasSize(2);
        }
    }

    @Test
    void a_loop_that_is_still_for_another_reason_changes_no_bundle() throws Exception {
        lookUntilKept();
        plan.stop();
        lookForLong();
        long modified = loop.getLastModified();
        lookForLong();

        assertThat(loop.getLastModified()).isEqualTo(modified);
    }

    @Test
    void a_bundle_broken_again_and_again_is_left_alone_after_three_times_and_named() throws Exception {
        lookUntilKept();
        logbook();
        for (int i = 1; i <= Ward.RESCUES; i++) {
            update("throws");
            int done = 2 * i;
            lookUntil(() -> noted.size() == done);
        }
        update("throws");
        lookUntil(() -> !keeper.selfTest().passed());

        assertThat(keeper.selfTest().detail()).contains(PLAN, "put back 3 times");
        lookForLong();
        assertThat(well()).isFalse();

        update("good");
        lookUntil(() -> keeper.selfTest().passed());
    }

    @Test
    void a_node_that_starts_with_a_broken_content_gets_the_one_that_worked_before() throws Exception {
        lookUntilKept();
        update("unresolvable");
        framework.stop();
        framework.waitForStop(10_000);
        framework.start();
        keeper = keeper();
        plan = framework.getBundleContext().getBundle("test:" + PLAN);
        loop = framework.getBundleContext().getBundle("test:io.x0tta6bl4.loop.provider.sample");
        assertThat(plan.getVersion()).hasToString("2.0.0");

        lookUntil(this::well);
    }

    @Test
    void what_was_installed_while_the_node_runs_is_its_installers_until_it_worked() throws Exception {
        lookUntilKept();
        plan.uninstall();
        keeper.look();
        plan = framework
                .getBundleContext()
                .installBundle("test:again", jar(PLAN, "2.0.0", "plan", "sample", "", "silent"));
        plan.start();
        lookForLong();

        assertThat(plan.getVersion()).hasToString("2.0.0");
    }

    @Test
    void a_kept_content_that_was_changed_on_the_disk_is_not_put_back() throws Exception {
        lookUntilKept();
        logbook();
        try (var files = Files.list(directory.resolve("kept"))) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) Files.write(jar, new byte[] {1});
        }
        update("silent");
        lookUntil(() -> noted.size() == 2);

        assertThat(noted.getLast()).contains("was changed on the disk");
        assertThat(plan.getVersion()).hasToString("2.0.0");
    }
}
