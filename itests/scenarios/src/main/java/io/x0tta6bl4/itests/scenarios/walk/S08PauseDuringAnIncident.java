package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.LostLicence;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;

/** A pause in the middle of an incident holds within a second. */
public final class S08PauseDuringAnIncident implements Scenario {
    @Override
    public String title() {
        return "A pause in the middle of an incident holds within a second";
    }

    @Override
    public String text() {
        return "billing cannot start and the node tries again and again. An operator pauses the loop: from one second"
                + " later no attempt is made. After resume the attempts go on.";
    }

    @Override
    public String sabotage() {
        return "brake 16, pause and maintenance, is switched off";
    }

    @Override
    public String mustFail() {
        return "no attempt during the pause";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.watch().brake("rate-limit", "per-target-and-hour", "1000").brake("rate-limit", "per-second", "10");
        trial.watch().brake("cool-down", "initial", "300ms").brake("cool-down", "limit", "300ms");
        trial.watch().brake("ladder", "attempts", "1000").off("flap-damping");
        if (trial.sabotaged()) trial.watch().off("maintenance");
        trial.start();
        int before = trial.system().starts("billing");
        new LostLicence(trial.system()).inject();
        trial.await(
                "attempts are being made",
                Duration.ofSeconds(10),
                () -> trial.system().starts("billing") >= before + 2);
        trial.console().say("loop:pause acceptance");
        Waiting.through(Duration.ofSeconds(1));
        int paused = trial.system().starts("billing");
        Waiting.through(Duration.ofSeconds(4));
        int later = trial.system().starts("billing");
        trial.check("no attempt during the pause", later == paused, later - paused + " starts");
        trial.console().say("loop:resume");
        trial.await(
                "attempts go on after resume",
                Duration.ofSeconds(10),
                () -> trial.system().starts("billing") > later);
    }
}
