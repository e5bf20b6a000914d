package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.platform.api.Canary;
import io.x0tta6bl4.platform.api.Swappable;
import io.x0tta6bl4.platform.api.Swappables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Sensors, monitor, analyzer, localizer and planner are swapped again and again while the loop mends what was killed. */
@InFramework
class SwapWhileHealingIT {
    private static final ElementId WORKER = new ElementId("worker");
    private static final Set<Incident.State> MENDED = Set.of(Incident.State.WATCHED, Incident.State.RESOLVED);
    private static final List<String> SWAPPED = List.of(
            "monitor.provider.process",
            "analyze.provider.rules",
            "plan.provider.ladder",
            "monitor.provider.snapshot",
            "analyze.provider.graph");

    @Configuration
    static Option[] configuration() {
        return new Option[] {
            frameworkProperty("x0.watch").value(watchFile().toString()),
            Running.base(),
            Running.product(),
            Bundles.named("io.x0tta6bl4.loop.api", "io.x0tta6bl4.loop.provider.mapek")
        };
    }

    private static Path watchFile() {
        try {
            return Files.writeString(Files.createTempFile("x0-swap", ".yaml"), """
                node: swap
                elements:
                  worker:
                    process:
                      command: [sleep, "1000"]
                      restart: always
                      start-limit: 5s
                      stop-limit: 1s
                """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end_the_worker(BundleContext context) {
        service(context, Loop.class).operator("test").stop(WORKER);
    }

    @Test
    void the_incident_is_not_lost_and_nothing_else_is_acted_upon(BundleContext context) throws Exception {
        service(context, Loop.class).operator("test").start(WORKER);
        ProcessLedger.Identity first = await("the worker to run")
                .atMost(Duration.ofSeconds(30))
                .until(() -> running(context), Optional::isPresent)
                .orElseThrow();
        await("quiet")
                .atMost(Duration.ofSeconds(30))
                .until(() -> service(context, Loop.class).incidents().stream().noneMatch(Incident::open));
        long before = service(context, Loop.class).status().actions();
        int known = incidents(context).size();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread swapper = Thread.ofPlatform().start(() -> swap(context, over, swaps, failed));
        await().until(() -> swaps.get() >= SWAPPED.size());

        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

        await("the worker to run again")
                .atMost(Duration.ofSeconds(40))
                .until(() -> running(context).filter(i -> i.pid() != first.pid()), Optional::isPresent);
        await("the incident to be mended and seen so")
                .atMost(Duration.ofSeconds(40))
                .until(() -> incidents(context).size() > known
                        && MENDED.contains(incidents(context).getFirst().state()));
        over.set(true);
        swapper.join(30_000);

        assertThat(failed.get()).isNull();
        assertThat(swaps.get()).isGreaterThan(5);
        System.out.println(swaps + " swaps while healing; incidents "
                + service(context, Loop.class).incidents());
        assertThat(incidents(context))
                .as("one incident, kept from its first to its last state")
                .hasSize(known + 1);
        assertThat(service(context, Loop.class).status().actions()).isEqualTo(before + 1);
        assertThat(service(context, Loop.class).incidents())
                .filteredOn(i -> !i.element().equals(WORKER))
                .as("actions on anything else")
                .allMatch(i -> i.attempts() == 0);
    }

    @Test
    void a_wrong_localizer_is_dismissed_in_shadow_and_an_equal_analyzer_is_promoted(BundleContext context)
            throws Exception {
        Swappable causes = place(context, "analyze (root cause)");
        Localizer wrong = (snapshot, analysis) -> {
            throw new IllegalStateException("no answer for tick " + snapshot.tick());
        };
        ServiceRegistration<Localizer> candidate = context.registerService(Localizer.class, wrong, null);
        await().until(() -> causes.providers().size() == 2);
        causes.begin(Canary.shadow(5));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> causes.trial().filter(Swappable.Report::over).isPresent());
        assertThat(causes.trial().orElseThrow().verdict().decision()).isEqualTo(Canary.Decision.REVERT);
        assertThat(causes.trial().orElseThrow().verdict().reasons().getFirst()).contains("no answer for tick");
        candidate.unregister();

        Swappable symptoms = place(context, "analyze (symptoms)");
        Bundle old = active(context, "io.x0tta6bl4.analyze.provider.rules");
        Bundle next = How.install(context, Jars.again(old, "99.0.0"), 99);
        next.start();
        await().until(() -> symptoms.providers().size() == 2);
        symptoms.begin(new Canary(Canary.Kind.SHADOW, 100, 5, 0, 0, 2, Duration.ofSeconds(1)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> symptoms.trial().filter(Swappable.Report::over).isPresent());
        assertThat(symptoms.trial().orElseThrow().verdict().reasons().getFirst())
                .startsWith("5 of 5 calls, 0 errors");
        ServiceReference<?> serving =
                (ServiceReference<?>) symptoms.providers().getFirst().rank();
        assertThat(serving.getBundle()).isEqualTo(next);
        old.stop();
        old.uninstall();
    }

    private static Swappable place(BundleContext context, String what) {
        return service(context, Swappables.class).swappables().stream()
                .filter(s -> s.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static Bundle active(BundleContext context, String name) {
        return Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                .findFirst()
                .orElseThrow();
    }

    private static void swap(
            BundleContext context, AtomicBoolean over, AtomicInteger swaps, AtomicReference<Throwable> failed) {
        try {
            while (!over.get()) {
                int n = swaps.incrementAndGet();
                String name = "io.x0tta6bl4." + SWAPPED.get(n % SWAPPED.size());
                Bundle now = active(context, name);
                How how = n / SWAPPED.size() % 2 == 0 ? Shipped.byFeature(name) : How.UPDATE;
                how.swap(context, now, Jars.again(now, "9." + n + ".0"), n);
            }
        } catch (Exception e) {
            failed.set(e);
        }
    }

    private static List<Incident> incidents(BundleContext context) {
        return service(context, Loop.class).incidents().stream()
                .filter(i -> i.element().equals(WORKER))
                .toList();
    }

    private static Optional<ProcessLedger.Identity> running(BundleContext context) {
        return service(context, ProcessLedger.class)
                .find(WORKER)
                .flatMap(e -> e instanceof ProcessLedger.Started(ProcessLedger.Identity identity)
                        ? Optional.of(identity)
                        : Optional.empty())
                .filter(i ->
                        ProcessHandle.of(i.pid()).filter(ProcessHandle::isAlive).isPresent());
    }

    private static <T> T service(BundleContext context, Class<T> type) {
        return context.getService(context.getServiceReference(type));
    }
}
