package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.BadConfigurationFault;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import java.time.Duration;
import java.util.List;

/** (c): with its new configuration a service ends right after each start; the file that last worked is put back. */
final class BadConfiguration implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int STARTS_LIMIT = 6;

    @Override
    public String letter() {
        return "c";
    }

    @Override
    public String title() {
        return "bad configuration, crash loop";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        scene.stage().awaitBaseline("orders", Duration.ofSeconds(12));
        int before = scene.system().starts("orders");
        var fault = new BadConfigurationFault(scene.system(), "orders");
        Healing healing = Healing.of(fault, scene.console(), LIMIT, scene.progress()::say);
        int starts = scene.system().starts("orders") - before;
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(
                healing, List.of("BAD_CONFIGURATION", "CRASH_LOOP", "PROCESS_EXITED"), Duration.ofMillis(1_000));
        judgement.repairedBy(healing, List.of("configuration.restore"));
        judgement.handled(
                starts <= STARTS_LIMIT,
                "orders was started " + starts + " times, by its own count; more than " + STARTS_LIMIT
                        + " would be a restart loop");
        judgement.verified(fault.restored(), "the file has its old content again, by SHA-256");
        judgement.verified(
                healing.served().isPresent() && fault.over(),
                "front door: " + scene.system().frontDoor().ask().words());
        return judgement.report(this, "orders", healing, "SHA-256 of the file; own HTTP client");
    }
}
