package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.LostLicence;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What nothing heals is tried a few times and then handed to people. */
public final class S05Unhealable implements Scenario {
    @Override
    public String title() {
        return "What nothing heals is tried a few times and then handed to people";
    }

    @Override
    public String text() {
        return "billing is killed and its licence is gone, so that no start can succeed. The node tries a bounded"
                + " number of times, writes a page, and then leaves billing alone.";
    }

    @Override
    public String sabotage() {
        return "brake 8, the ladder that gives up, is switched off";
    }

    @Override
    public String mustFail() {
        return "people are called";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.watch().brake("rate-limit", "per-target-and-hour", "1000").brake("rate-limit", "per-second", "10");
        trial.watch().brake("cool-down", "limit", "1s").brake("cool-down", "initial", "200ms");
        if (trial.sabotaged()) trial.watch().off("ladder");
        trial.start();
        int before = trial.system().starts("billing");
        var fault = new LostLicence(trial.system());
        Instant since = fault.inject();
        trial.incident(
                "an incident names billing",
                "billing",
                List.of("PROCESS_EXITED", "CRASH_LOOP"),
                since,
                Duration.ofSeconds(2));
        trial.await(
                "people are called",
                Duration.ofSeconds(25),
                () -> !trial.stage().pages().isEmpty());
        int attempts = trial.system().starts("billing") - before;
        trial.check("a bounded number of attempts", attempts >= 1 && attempts <= 8, attempts + " starts");
        Waiting.through(Duration.ofSeconds(5));
        int later = trial.system().starts("billing") - before;
        trial.check("left alone after the page", later == attempts, later - attempts + " more starts in 5 s");
    }
}
