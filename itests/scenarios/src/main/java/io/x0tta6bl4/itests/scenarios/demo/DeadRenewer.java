package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.node.ChainView;
import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.ShownCertificate;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * (f): a program keeps its SVID in files, and a helper renews it at half of its life, until the helper dies. What is left runs out;
 * the node sees it before it has, and renews it. The helper dies a step earlier, so that the life runs out while that is played.
 */
final class DeadRenewer implements Step, AutoCloseable {
    static final String ELEMENT = "shop-certificate";
    private static final String LIFE = "40s";
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(35);
    private static final Duration KNOWN_WITHIN = Duration.ofMillis(4_000);

    private final Stage stage;
    private final ShownCertificate certificate;
    private final AtomicInteger renewals = new AtomicInteger();
    private final ScheduledExecutorService helper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("helper").factory());

    /** Issues the first SVID, has the node watch it, and begins to renew it. */
    DeadRenewer(Stage stage) throws IOException {
        this.stage = stage;
        this.certificate = new ShownCertificate(stage.directory().resolve("shop"));
        issue(stage.console());
        stage.watch().certificate(ELEMENT, certificate.file(), "/shop");
        stage.writeWatch();
        helper.scheduleAtFixedRate(this::renew, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void issue(Console console) throws IOException {
        console.say("identity:issue /shop " + certificate.file().getParent() + " --for=" + LIFE);
    }

    private void renew() {
        try {
            issue(stage.console());
            renewals.incrementAndGet();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The helper renews a last time, so that a fast machine is not faster than the helper, and dies. */
    void die() throws InterruptedException {
        helper.execute(this::renew);
        helper.shutdown();
        if (!helper.awaitTermination(5, TimeUnit.SECONDS)) throw new IllegalStateException("the helper does not end");
    }

    @Override
    public void close() {
        helper.shutdownNow();
    }

    @Override
    public String letter() {
        return "f";
    }

    @Override
    public String title() {
        return "an SVID whose renewer died";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        X509Certificate last = certificate.now();
        Instant ends = last.getNotAfter().toInstant();
        Instant began = ShownCertificate.lastThird(last);
        scene.progress()
                .say("its helper renewed it " + renewals.get() + " times and is dead since; it expires at " + ends);
        Optional<IncidentView> incident = Healing.detect(ELEMENT, scene.console(), began, LIMIT);
        incident.ifPresent(i -> scene.progress().say("incident " + i.words()));
        boolean renewed = Waiting.until(() -> !certificate.now().equals(last), LIMIT, Duration.ofMillis(10));
        Instant seen = Instant.now();
        Optional<ChainView> chain = chain(scene, incident);
        var healing = new Healing(began, incident, renewed ? Optional.of(seen) : Optional.empty(), chain);
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(healing, List.of("IDENTITY_EXPIRING"), KNOWN_WITHIN);
        judgement.detected(
                incident.filter(i -> i.opened().isBefore(ends)).isPresent(),
                "before it expired: "
                        + incident.map(i -> left(i.opened(), ends)).orElse("never"));
        judgement.repairedBy(healing, List.of("identity.renew"));
        judgement.handled(renewals.get() >= 1, "the helper had renewed it before: " + renewals.get() + " times");
        judgement.verified(
                renewed && seen.isBefore(ends), "another certificate in the file, by the JDK: " + left(seen, ends));
        judgement.verified(
                certificate.proven()
                        && certificate.now().getNotAfter().toInstant().isAfter(ends),
                "chain and key hold by the JDK, until "
                        + certificate.now().getNotAfter().toInstant());
        return judgement.report(this, ELEMENT, healing, "the JDK's reading of the certificate and its path");
    }

    private static Optional<ChainView> chain(Scene scene, Optional<IncidentView> incident) throws IOException {
        if (incident.isEmpty()) return Optional.empty();
        String id = incident.get().id();
        Waiting.until(() -> scene.console().chain(id).healed(), Duration.ofSeconds(10), Duration.ofMillis(10));
        return Optional.of(scene.console().chain(id));
    }

    private static String left(Instant at, Instant ends) {
        return Duration.between(at, ends).toMillis() + " ms before its end";
    }
}
