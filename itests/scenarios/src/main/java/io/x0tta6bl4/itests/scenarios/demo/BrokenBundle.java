package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.BrokenBundleFault;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** (d): a bundle of the node itself is updated to a version that cannot resolve; the content that last worked comes back. */
final class BrokenBundle implements Step {
    private static final String BUNDLE = "io.x0tta6bl4.execute.provider.http";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Override
    public String letter() {
        return "d";
    }

    @Override
    public String title() {
        return "broken bundle of the node";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        Path good = scene.stage().distribution().jar(BUNDLE);
        Path broken = scene.stage().directory().resolve("broken.jar");
        var fault = new BrokenBundleFault(scene.stage().node(), BUNDLE, good, broken);
        Healing healing = Healing.of(fault, scene.console(), LIMIT, scene.progress()::say);
        var judgement = new Judgement(scene.progress());
        judgement.detectedAs(healing, List.of("BAD_BUNDLE_VERSION", "BUNDLE_NOT_RUNNING"), Duration.ofMillis(1_000));
        judgement.repairedBy(healing, List.of("bundle.roll-back"));
        judgement.verified(
                healing.served().isPresent() && fault.sameContent(),
                "the jar in the framework's cache holds what was shipped, by SHA-256");
        judgement.verified(fault.over(), "Felix's lb: " + scene.console().bundle(BUNDLE));
        return judgement.report(this, BUNDLE, healing, "SHA-256 of the jar in the cache; Felix's lb");
    }
}
