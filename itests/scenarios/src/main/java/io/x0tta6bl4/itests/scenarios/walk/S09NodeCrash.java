package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.Healing;
import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;

/** A killed node leaves its processes running and adopts them again. */
public final class S09NodeCrash implements Scenario {
    @Override
    public String title() {
        return "A killed node leaves its processes running and adopts them again";
    }

    @Override
    public String text() {
        return "The node is killed with -9 after it has healed once. Its processes live on; the next node on the same"
            + " data directory adopts them without starting any, still tells of the earlier incident, and heals them"
            + " as before.";
    }

    @Override
    public String sabotage() {
        return "the durable knowledge of the node is deleted between the two";
    }

    @Override
    public String mustFail() {
        return "the earlier incident is still told";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        Healing first =
                Healing.of(new KillFault(trial.system(), "store"), trial.console(), Duration.ofSeconds(10), trial::say);
        String incident = first.incident().orElseThrow().id();
        var starts = trial.starts();
        var processes = trial.system().processes();
        trial.node().crash();
        Waiting.through(Duration.ofSeconds(1));
        trial.check(
                "the processes outlive the node",
                trial.system().processes().equals(processes),
                trial.system().processes() + ", before " + processes);
        if (trial.sabotaged()) Stage.delete(trial.stage().data().resolve("knowledge"));
        trial.stage().restartNode();
        Waiting.through(Duration.ofSeconds(2));
        trial.check(
                "the running processes were adopted",
                trial.starts().equals(starts),
                "starts " + trial.starts() + ", before " + starts);
        trial.stage().awaitHealthy(Duration.ofSeconds(10));
        trial.check(
                "the journal is intact",
                trial.console().run("journal:verify").ok(),
                trial.console().run("journal:verify").words());
        trial.check(
                "the earlier incident is still told",
                trial.console().run("incident:show " + incident).ok(),
                trial.console().run("incident:list").words());
        var fault = new KillFault(trial.system(), "store");
        fault.inject();
        trial.await("an adopted process is healed", Duration.ofSeconds(10), fault::over);
    }
}
