package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.HangFault;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** (b): a process is stopped with SIGSTOP; it has not ended, so only a probe can find it. */
final class HangOfAService implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    @Override
    public String letter() {
        return "b";
    }

    @Override
    public String title() {
        return "hang (SIGSTOP)";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        Map<String, Integer> before = scene.starts();
        var fault = new HangFault(scene.system(), "inventory");
        long pid = scene.system().service("inventory").pid();
        var ended = new AtomicReference<Instant>();
        ProcessHandle.of(pid).orElseThrow().onExit().thenRun(() -> ended.set(Instant.now()));
        Healing healing = Healing.of(fault, scene.console(), LIMIT, scene.progress()::say);
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(healing, List.of("HANG"), SampleSystem.PROBE_EVERY.multipliedBy(2));
        Instant end = ended.get();
        boolean byProbe = healing.incident()
                .filter(i -> end == null || i.opened().isBefore(end))
                .isPresent();
        judgement.detected(byProbe, "found while process " + pid + " still existed: by probe, not by its end");
        judgement.repairedBy(healing, List.of("process.kill", "process.restart"));
        before.merge("inventory", 1, Integer::sum);
        Map<String, Integer> after = scene.starts();
        judgement.handled(
                before.equals(after), "starts, by the services' own count: " + after + ", expected " + before);
        judgement.verified(
                healing.served().isPresent() && !Pids.alive(pid) && fault.over(),
                "front door: " + scene.system().frontDoor().ask().words() + "; the stopped process is gone");
        return judgement.report(this, "inventory", healing, "own HTTP client; the old process is gone");
    }
}
