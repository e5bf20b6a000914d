package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A killed leaf is restarted, its callers are not. */
public final class S01KillOfTheLeaf implements Scenario {
    @Override
    public String title() {
        return "A killed leaf is restarted, its callers are not";
    }

    @Override
    public String text() {
        return "store is killed with -9 while users call web, which needs orders, inventory and store. An incident"
                + " names store; store is started again and the repair is verified; its callers are not restarted.";
    }

    @Override
    public String sabotage() {
        return "the effectors have no right to start, restart or kill a process";
    }

    @Override
    public String mustFail() {
        return "store serves again";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        if (trial.sabotaged()) {
            trial.watch().withhold(List.of("process.start", "process.restart", "process.kill"));
            trial.change("identity.renew, page, process.stop]");
        }
        trial.oddMoment();
        Map<String, Integer> expected = trial.starts();
        expected.merge("store", 1, Integer::sum);
        var fault = new KillFault(trial.system(), "store");
        Instant since = fault.inject();
        var incident = trial.incident(
                "an incident names store", "store", List.of("PROCESS_EXITED"), since, Duration.ofSeconds(2));
        trial.await("store serves again", Duration.ofSeconds(10), fault::over);
        trial.await(
                "the repair is verified",
                Duration.ofSeconds(5),
                () -> trial.console().chain(incident.id()).verifiedAt().isPresent());
        trial.check(
                "only store was started, once",
                trial.starts().equals(expected),
                trial.starts() + ", expected " + expected);
    }
}
