package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.BrokenBundleFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A broken update of a bundle of the node is rolled back. */
public final class S04BrokenBundle implements Scenario {
    @Override
    public String title() {
        return "A broken update of a bundle of the node is rolled back";
    }

    @Override
    public String text() {
        return "The bundle that calls HTTP hooks is updated on the console to a version that cannot resolve. The"
                + " content that last worked comes back and runs.";
    }

    @Override
    public String sabotage() {
        return "the effectors have no right to roll a bundle back";
    }

    @Override
    public String mustFail() {
        return "the shipped content runs again";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().withhold(List.of("bundle.roll-back"));
        trial.start();
        String name = "io.x0tta6bl4.execute.provider.http";
        var fault = new BrokenBundleFault(
                trial.node(),
                name,
                trial.stage().distribution().jar(name),
                trial.stage().directory().resolve("broken.jar"));
        Instant since = fault.inject();
        trial.incident(
                "an incident names the bundle",
                fault.target(),
                List.of("BAD_BUNDLE_VERSION", "BUNDLE_NOT_RUNNING"),
                since,
                Duration.ofSeconds(5));
        trial.await("the shipped content runs again", Duration.ofSeconds(20), fault::over);
        trial.await(
                "the node is ready again",
                Duration.ofSeconds(10),
                () -> trial.console().run("readiness:show").ok());
    }
}
