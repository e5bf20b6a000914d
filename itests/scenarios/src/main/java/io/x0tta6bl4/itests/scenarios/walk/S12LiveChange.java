package io.x0tta6bl4.itests.scenarios.walk;

import java.time.Duration;

/** A change of the watch file applies the difference only. */
public final class S12LiveChange implements Scenario {
    @Override
    public String title() {
        return "A change of the watch file applies the difference only";
    }

    @Override
    public String text() {
        return "billing is added to the watch file of a running node, and taken out again. billing is started and"
                + " watched, then no longer; nothing else is touched.";
    }

    @Override
    public String sabotage() {
        return "the bundle that reads the watch file is stopped before the change";
    }

    @Override
    public String mustFail() {
        return "what was added is watched";
    }

    @Override
    public void play(Trial trial) throws Exception {
        var billing = trial.system().watched("billing");
        trial.watch().without("billing");
        trial.start();
        var starts = trial.starts();
        if (trial.sabotaged()) trial.stopBundle("io.x0tta6bl4.knowledge.provider.yaml");
        trial.watch().element(billing);
        trial.stage().writeWatch();
        trial.await(
                "what was added is watched",
                Duration.ofSeconds(5),
                () -> trial.console().element("billing").isPresent());
        trial.await(
                "and started",
                Duration.ofSeconds(10),
                () -> trial.system().service("billing").serves());
        starts.put("billing", 1);
        trial.check("nothing else was started", trial.starts().equals(starts), trial.starts() + ", expected " + starts);
        trial.watch().without("billing");
        trial.stage().writeWatch();
        trial.await(
                "what was taken out is no longer watched",
                Duration.ofSeconds(5),
                () -> trial.console().element("billing").isEmpty());
        trial.check(
                "still nothing else was started",
                trial.starts().equals(starts),
                trial.starts() + ", expected " + starts);
        trial.check(
                "users are served",
                trial.system().frontDoor().ask().ok(),
                trial.system().frontDoor().ask().words());
    }
}
