package io.x0tta6bl4.itests.scenarios.bench;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.fault.BadConfigurationFault;
import io.x0tta6bl4.itests.scenarios.fault.BrokenBundleFault;
import io.x0tta6bl4.itests.scenarios.fault.Fault;
import io.x0tta6bl4.itests.scenarios.fault.HangFault;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import jakarta.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** MTTD and MTTR for each class of faults, many times on one node. */
public final class HealBench {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A crash loop is remembered for half a minute after the last start. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

    /** Stands alone, so that its crash loop is no matter to the other classes. */
    private static final String CONFIGURED = "billing";

    private static final String BUNDLE = "io.x0tta6bl4.execute.provider.http";
    private final Distribution distribution;
    private final Progress progress;
    private final Map<String, FaultClass> classes = new LinkedHashMap<>();

    public HealBench(Distribution distribution, Progress progress) {
        this.distribution = distribution;
        this.progress = progress;
    }

    /** Measures; true if every fault was healed within the limit. */
    public boolean run(int runs, Evidence evidence) throws Exception {
        try (Stage stage = Stage.open(distribution, "heal")) {
            loosen(stage);
            stage.startNode();
            stage.awaitHealthy(Duration.ofSeconds(30));
            for (int run = 1; run <= runs; run++) round(stage, run);
            return report(stage, runs, evidence);
        }
    }

    private static void loosen(Stage stage) {
        stage.watch()
                .brake("rate-limit", "per-target-and-hour", "100000")
                .brake("rate-limit", "per-second", "1000")
                .brake("rate-limit", "burst", "1000")
                .off("flap-damping")
                .brake("cool-down", "initial", "10ms")
                .brake("cool-down", "limit", "10ms")
                .brake("cool-down", "stable-window", "1s");
    }

    private void round(Stage stage, int run) throws Exception {
        measure("kill", new KillFault(stage.system(), "store"), stage, run, Optional.of("store"));
        measure("hang", new HangFault(stage.system(), "inventory"), stage, run, Optional.of("inventory"));
        measure(
                "bad configuration",
                new BadConfigurationFault(stage.system(), CONFIGURED),
                stage,
                run,
                Optional.of(CONFIGURED));
        var bundle = new BrokenBundleFault(
                stage.node(),
                BUNDLE,
                distribution.jar(BUNDLE),
                stage.directory().resolve("broken.jar"));
        measure("bundle", bundle, stage, run, Optional.empty());
    }

    private void measure(String name, Fault fault, Stage stage, int run, Optional<String> victim) throws Exception {
        settle(stage, fault.target());
        Healing healing = Healing.of(fault, stage.console(), LIMIT, text -> {});
        Optional<Duration> own =
                victim.isEmpty() ? Optional.empty() : Optional.of(new OwnStart(stage.system()).of(victim.get()));
        classes.computeIfAbsent(name, FaultClass::new).add(healing, own);
        progress.say("%3d  %-18s MTTD %6s  MTTR %6s  own start %s"
                .formatted(run, name, words(healing.mttd()), words(healing.mttr()), words(own)));
    }

    /** Every fault meets a target and a chain of services at rest; billing may still be watched after its crash loop. */
    private static void settle(Stage stage, String target) throws IOException {
        boolean atRest = Waiting.until(
                () -> stage.system().frontDoor().ask().ok()
                        && stage.console()
                                .element(target)
                                .filter(e -> e.state().equals("HEALTHY"))
                                .isPresent()
                        && stage.console().incidents().stream().noneMatch(i -> busy(i, target)),
                SETTLE_LIMIT,
                Duration.ofMillis(50));
        if (!atRest)
            throw new IllegalStateException("no rest on " + target + " within " + SETTLE_LIMIT.toSeconds() + " s: "
                    + stage.console().element(target) + "\n" + stage.console().say("incident:list --open"));
        if (target.equals(CONFIGURED)) stage.awaitBaseline(CONFIGURED, LIMIT);
        Waiting.through(
                SampleSystem.PROBE_EVERY.multipliedBy(3)); // no late answer of the fault before counts in this one
    }

    private static boolean busy(IncidentView incident, String target) {
        boolean other = incident.element().equals(CONFIGURED) && !target.equals(CONFIGURED);
        return !other && incident.in("OPEN", "HELD", "HEALING", "WATCHED");
    }

    private boolean report(Stage stage, int runs, Evidence evidence) throws IOException {
        var json = Json.createArrayBuilder();
        progress.head("heal, " + runs + " runs");
        classes.values().forEach(c -> progress.print(c.words()));
        classes.values().forEach(c -> json.add(c.json()));
        var brakes = Json.createObjectBuilder();
        stage.watch().brakes().forEach((brake, settings) -> brakes.add(brake, settings.toString()));
        evidence.with("n", Json.createValue(runs))
                .with(
                        "mttd",
                        "last instant before the fault was in effect to 'opened' of the incident on the right element")
                .with(
                        "mttr",
                        "the same instant to the later of: the independent probe saw the service back; the node"
                                + " journalled the verified repair")
                .with("loosened_brakes", brakes.build())
                .with("incidents_on_other_elements", Json.createValue(strangers(stage)))
                .with("classes", json.build());
        progress.say("evidence: " + evidence.write());
        return classes.values().stream().allMatch(c -> c.missed() == 0);
    }

    /** Incidents on elements that no fault was brought upon; each is shown whole. */
    private long strangers(Stage stage) throws IOException {
        var strangers = stage.console().incidents().stream()
                .filter(i -> !java.util.Set.of("store", "inventory", CONFIGURED, "bundle/" + BUNDLE)
                        .contains(i.element()))
                .toList();
        for (IncidentView stranger : strangers) {
            progress.say("not asked for: " + stranger.words());
            progress.say(stage.console().say("incident:show " + stranger.id()));
        }
        return strangers.size();
    }

    private static String words(Optional<Duration> duration) {
        return duration.map(d -> d.toMillis() + " ms").orElse("-");
    }
}
