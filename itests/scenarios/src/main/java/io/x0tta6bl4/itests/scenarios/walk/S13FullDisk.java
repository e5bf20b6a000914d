package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;

/** On a full disk nothing is done that cannot be recorded. */
public final class S13FullDisk implements Scenario {
    @Override
    public String title() {
        return "On a full disk nothing is done that cannot be recorded";
    }

    @Override
    public String text() {
        return "The data directory is on a small file system of its own, which is filled up. store is killed: it is"
                + " not started while the journal cannot take the record; when there is room again it is.";
    }

    @Override
    public String sabotage() {
        return "brake 18, audit, is switched off";
    }

    @Override
    public String mustFail() {
        return "no action without its record";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().off("audit");
        SmallDisk disk = SmallDisk.mount(trial.stage(), trial.stage().data(), 256);
        trial.start();
        int starts = trial.system().starts("store");
        disk.fill();
        var fault = new KillFault(trial.system(), "store");
        fault.inject();
        Waiting.through(Duration.ofSeconds(4));
        int later = trial.system().starts("store");
        trial.check("no action without its record", later == starts, later - starts + " starts on a full disk");
        trial.check("the node lives", trial.node().alive(), "it ended");
        disk.free();
        trial.await("healed when there is room again", Duration.ofSeconds(30), fault::over);
    }
}
