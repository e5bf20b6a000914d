package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** (a): the leaf is killed and its callers fail with it; the leaf is named and mended, the callers are left alone. */
final class KillOfTheLeaf implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    @Override
    public String letter() {
        return "a";
    }

    @Override
    public String title() {
        return "kill -9 of a leaf";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        Map<String, Integer> before = scene.starts();
        var users = scene.load().count();
        var fault = new KillFault(scene.system(), "store");
        Healing healing = Healing.of(fault, scene.console(), LIMIT, scene.progress()::say);
        long failed = scene.load().count().minus(users).failed();
        Map<String, Integer> after = scene.starts();
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(healing, List.of("PROCESS_EXITED"), Duration.ofMillis(1_000));
        judgement.detected(
                failed > 0, "its callers failed too: users got " + failed + " failed answers at the front door");
        judgement.repairedBy(healing, List.of("process.start", "process.restart", "process.kill"));
        before.merge("store", 1, Integer::sum);
        judgement.handled(
                before.equals(after), "starts, by the services' own count: " + after + ", expected " + before);
        judgement.verified(
                healing.served().isPresent() && fault.over(),
                "front door: " + scene.system().frontDoor().ask().words());
        return judgement.report(this, "store", healing, "own HTTP client; starts counted by the services");
    }
}
