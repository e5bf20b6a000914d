package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.sample.Load;
import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;

/** Nothing is done when nothing is wrong. */
public final class S06Quiet implements Scenario {
    @Override
    public String title() {
        return "Nothing is done when nothing is wrong";
    }

    @Override
    public String text() {
        return "For a quarter of a minute users call the front door while billing pauses for 0.3 s now and then, as a"
                + " garbage collector would make it. No incident is opened, no action is taken, no process is started.";
    }

    @Override
    public String sabotage() {
        return "brake 5, hysteresis, is switched off: one late answer is enough";
    }

    @Override
    public String mustFail() {
        return "no incident";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().off("hysteresis");
        trial.start();
        long before = trial.console().loop().actions();
        var starts = trial.starts();
        long billing = trial.system().service("billing").pid();
        try (Load load = new Load(trial.system().frontDoor().address(), 2, 20)) {
            for (int pause = 0; pause < 20 && Pids.alive(billing); pause++) {
                Pids.signal("STOP", billing);
                Waiting.through(Duration.ofMillis(310));
                if (Pids.alive(billing)) Pids.signal("CONT", billing);
                Waiting.through(Duration.ofMillis(200));
                trial.oddMoment(); // the pauses must not keep step with the probes
            }
            trial.check(
                    "users were served",
                    load.count().served() > 100,
                    load.count().toString());
        }
        trial.check(
                "no incident",
                trial.console().incidents().isEmpty(),
                trial.console().incidents().toString());
        long actions = trial.console().loop().actions() - before;
        trial.check(
                "no action",
                actions == 0 && starts.equals(trial.starts()),
                actions + " actions; starts " + trial.starts());
    }
}
