package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.fault.LostLicence;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** (e): nothing the node may do brings billing back: it tries a few times, calls people, and leaves it alone. */
final class Unhealable implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final Duration ALONE = Duration.ofSeconds(4);
    private static final int ATTEMPTS_LIMIT = 6;

    @Override
    public String letter() {
        return "e";
    }

    @Override
    public String title() {
        return "a fault nothing heals";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        int before = scene.system().starts("billing");
        int pages = scene.stage().pages().size();
        var fault = new LostLicence(scene.system());
        Instant began = fault.inject();
        scene.progress().say(fault.what());
        Optional<IncidentView> incident = Healing.detect(fault.target(), scene.console(), began, LIMIT);
        incident.ifPresent(i -> scene.progress().say("incident " + i.words()));
        boolean paged = Waiting.until(() -> scene.stage().pages().size() > pages, LIMIT, Duration.ofMillis(20));
        Duration afterFault = Duration.between(began, Instant.now());
        int starts = scene.system().starts("billing") - before;
        Waiting.through(ALONE);
        int later = scene.system().starts("billing") - before;
        var healing = new Healing(
                began,
                incident,
                Optional.empty(),
                Optional.of(scene.console().chain(incident.orElseThrow().id())));
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(healing, List.of("PROCESS_EXITED", "CRASH_LOOP"), Duration.ofMillis(1_000));
        judgement.handled(
                starts >= 1 && starts <= ATTEMPTS_LIMIT,
                "attempts: " + starts + " (allowed 1 to " + ATTEMPTS_LIMIT + ")");
        judgement.handled(paged, "page in the file after " + afterFault.toMillis() + " ms: " + page(scene, pages));
        judgement.handled(
                healing.last().orElseThrow().in("PAGED"),
                "incident: " + healing.last().orElseThrow().words());
        judgement.verified(
                later == starts,
                "left alone: no start in the next " + ALONE.toSeconds() + " s, by billing's own count");
        judgement.verified(!fault.over(), "billing does not answer, and nothing claims that it does");
        return judgement.report(
                this, "billing", healing.mttd(), Optional.empty(), "starts counted by the service; the page file");
    }

    private static String page(Scene scene, int before) throws java.io.IOException {
        return scene.stage().pages().stream().skip(before).findFirst().orElse("none");
    }
}
