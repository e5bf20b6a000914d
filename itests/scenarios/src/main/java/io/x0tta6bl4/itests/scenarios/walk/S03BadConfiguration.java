package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.BadConfigurationFault;
import java.time.Duration;
import java.util.List;

/** A bad configuration is rolled back. */
public final class S03BadConfiguration implements Scenario {
    @Override
    public String title() {
        return "A bad configuration is rolled back";
    }

    @Override
    public String text() {
        return "orders gets a configuration with which it ends right after each start. The file that last worked is"
                + " put back, orders serves, and it was not restarted for ever.";
    }

    @Override
    public String sabotage() {
        return "the effectors have no right to restore a configuration";
    }

    @Override
    public String mustFail() {
        return "the file has its old content again";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().withhold(List.of("configuration.restore"));
        trial.watch().brake("cool-down", "stable-window", "3s");
        trial.start();
        trial.stage().awaitBaseline("orders", Duration.ofSeconds(15));
        trial.oddMoment();
        int before = trial.system().starts("orders");
        var fault = new BadConfigurationFault(trial.system(), "orders");
        fault.inject();
        trial.await("the file has its old content again", Duration.ofSeconds(20), fault::restored);
        trial.await("orders serves again", Duration.ofSeconds(10), fault::over);
        int starts = trial.system().starts("orders") - before;
        trial.check("no restart loop", starts <= 6, starts + " starts");
    }
}
