package io.x0tta6bl4.itests.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.itests.exam.Bundles;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.SharedSecret;
import java.io.ByteArrayInputStream;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** In a real framework: a proven provider is registered, a corrupted one never is, and nothing reaches the JDK's list. */
@InFramework
class ProofIT {
    private static final String JDK = "io.x0tta6bl4.pqc.provider.jdk";
    private static final String BOUNCY_CASTLE = "io.x0tta6bl4.pqc.provider.bouncycastle";
    private static final Duration SOON = Duration.ofSeconds(20);

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
                    "org.osgi.service.condition",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.scr",
                    "bcprov",
                    "io.x0tta6bl4.platform.api",
                    "io.x0tta6bl4.pqc.api",
                    JDK,
                    BOUNCY_CASTLE)
        };
    }

    private static Bundle bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles())
                .filter(b -> name.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceReference<Pqc> served(BundleContext context, String name) {
        return await("the provider " + name)
                .atMost(SOON)
                .until(
                        () -> context.getServiceReferences(Pqc.class, "(x0.name=" + name + ")").stream()
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    @Test
    void proven_providers_serve_and_the_faster_one_comes_first(BundleContext context) {
        ServiceReference<Pqc> jdk = served(context, "jdk");
        ServiceReference<Pqc> bouncyCastle = served(context, "bouncycastle");
        assertThat(bouncyCastle).isGreaterThan(jdk);
        for (ServiceReference<Pqc> reference : List.of(jdk, bouncyCastle)) {
            Pqc pqc = context.getService(reference);
            assertThat(((SelfTest) pqc).selfTest().passed()).isTrue();
            assertThat(pqc.encapsulate(pqc.publicKey(pqc.generate(KemAlgorithm.X25519_ML_KEM_768)))
                            .ciphertext())
                    .hasSize(1120);
        }
        assertThat(Arrays.stream(Security.getProviders()).map(p -> p.getName())).doesNotContain("BC", "BCPQC");
    }

    /** One side of an agreement may be made by one technology and the other side by the other. */
    @Test
    void no_agreement_fails_while_the_technology_is_swapped_under_load(BundleContext context) throws Exception {
        served(context, "jdk");
        served(context, "bouncycastle");
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicLong agreements = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        HotReference<Pqc> pqc = new HotReference<>("pqc", Duration.ofSeconds(5));
        ServiceTracker<Pqc, Pqc> tracker = tracker(context, pqc);
        PrivateKey key = pqc.call(p -> p.generate(KemAlgorithm.ML_KEM_768));
        List<Thread> callers = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    while (!over.get()) agree(pqc, key, failures, agreements);
                }))
                .toList();
        for (int swap = 0; swap < 10; swap++) {
            long before = agreements.get();
            Bundle bouncyCastle = bundle(context, BOUNCY_CASTLE);
            bouncyCastle.stop();
            await().atMost(SOON).until(() -> agreements.get() > before + 20);
            bouncyCastle.start();
            served(context, "bouncycastle");
        }
        over.set(true);
        for (Thread caller : callers) assertThat(caller.join(SOON)).isTrue();
        tracker.close();
        System.out.println(
                "pqc bouncycastle - jdk, 20 swaps: " + agreements + " agreements, " + failures.size() + " failed");
        assertThat(failures).isEmpty();
    }

    private static void agree(HotReference<Pqc> pqc, PrivateKey key, List<String> failures, AtomicLong agreements) {
        try {
            Encapsulation sent = pqc.call(p -> p.encapsulate(p.publicKey(key)));
            SharedSecret received = pqc.call(p -> p.decapsulate(key, sent.ciphertext()));
            if (!received.matches(sent.secret())) failures.add("two sides of one agreement differ");
        } catch (RuntimeException | LinkageError e) {
            failures.add(e.toString());
        }
        agreements.incrementAndGet();
    }

    private static ServiceTracker<Pqc, Pqc> tracker(BundleContext context, HotReference<Pqc> pqc) {
        ServiceTracker<Pqc, Pqc> tracker = new ServiceTracker<>(context, Pqc.class, null) {
            @Override
            public Pqc addingService(ServiceReference<Pqc> reference) {
                Pqc service = super.addingService(reference);
                pqc.bind(reference, service);
                return service;
            }

            @Override
            public void removedService(ServiceReference<Pqc> reference, Pqc service) {
                pqc.unbind(reference);
                super.removedService(reference, service);
            }
        };
        tracker.open();
        return tracker;
    }

    @Test
    void a_provider_with_one_wrong_bit_in_its_code_is_never_registered(BundleContext context) throws Exception {
        served(context, "jdk");
        Bundle original = bundle(context, JDK);
        byte[] content = Twin.copy(original);
        List<String> registered = new CopyOnWriteArrayList<>();
        original.stop();
        ServiceListener ear = event -> {
            if (event.getType() == ServiceEvent.REGISTERED
                    && original.equals(event.getServiceReference().getBundle())
                    && List.of((String[]) event.getServiceReference().getProperty("objectClass"))
                            .contains(Pqc.class.getName()))
                registered.add(event.getServiceReference().toString());
        };
        context.addServiceListener(ear);
        try {
            // The instruction that loads 9, the base point of X25519, loads 8 instead.
            Twin.update(original, Twin.changed(content, "JdkEngine", new byte[] {0x10, 9}, (byte) 8));
            original.start();
            assertThat(original.getState()).isEqualTo(Bundle.ACTIVE);
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(registered::isEmpty);
            assertThat(context.getServiceReferences(Pqc.class, "(x0.name=jdk)")).isEmpty();
        } finally {
            context.removeServiceListener(ear);
            Twin.update(original, content);
            original.start();
        }
        served(context, "jdk");
    }

    /** As in every swap with the new version first: the proof of the version that serves is not one of the other. */
    @Test
    void a_corrupt_version_beside_a_proven_one_is_never_registered(BundleContext context) throws Exception {
        served(context, "jdk");
        Bundle original = bundle(context, JDK);
        byte[] next = Twin.changed(Twin.copy(original), "JdkEngine", new byte[] {0x10, 9}, (byte) 8);
        Bundle corrupt =
                context.installBundle("proof:corrupt", new ByteArrayInputStream(Twin.versioned(next, "9.0.0")));
        List<String> registered = new CopyOnWriteArrayList<>();
        ServiceListener ear = event -> {
            if (event.getType() == ServiceEvent.REGISTERED
                    && corrupt.equals(event.getServiceReference().getBundle())) registered.add(event.toString());
        };
        context.addServiceListener(ear);
        try {
            corrupt.start();
            assertThat(corrupt.getState()).isEqualTo(Bundle.ACTIVE);
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(registered::isEmpty);
        } finally {
            context.removeServiceListener(ear);
            corrupt.uninstall();
        }
        assertThat(context.getServiceReferences(Pqc.class, "(x0.name=jdk)")).hasSize(1);
    }
}
