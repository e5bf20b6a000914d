package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.BrokenBundleFault;
import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** A broken update of any part of the loop itself is put back by the keeper. */
public final class S15BrokenLoop implements Scenario {
    private static final List<String> PARTS = List.of(
            "analyze.provider.rules",
            "analyze.provider.graph",
            "plan.provider.ladder",
            "monitor.provider.snapshot",
            "monitor.provider.osgi",
            "execute.provider.osgi",
            "knowledge.provider.yaml",
            "knowledge.provider.mvstore",
            "loop.provider.mapek");

    @Override
    public String title() {
        return "A broken update of any part of the loop itself is put back";
    }

    @Override
    public String text() {
        return "Each bundle that the loop needs is updated on the console to a version that cannot resolve, one after"
                + " the other, so that the loop is blind or gone. The keeper puts the content back that last worked,"
                + " the node is ready again, and in the end the loop heals a killed process.";
    }

    @Override
    public String sabotage() {
        return "the keeper is stopped";
    }

    @Override
    public String mustFail() {
        return "the shipped content runs again";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        trial.await("the keeper knows what works", Duration.ofSeconds(20), () -> kept(trial) == PARTS.size());
        if (trial.sabotaged()) trial.stopBundle("io.x0tta6bl4.platform.keeper");
        for (String part : PARTS) breakAndWait(trial, part);
        var kill = new KillFault(trial.system(), "store");
        kill.inject();
        trial.await("the loop heals a killed process", Duration.ofSeconds(20), kill::over);
    }

    private static long kept(Trial trial) {
        return PARTS.stream()
                .filter(part -> Files.exists(
                        trial.stage().data().resolve("keeper").resolve("io.x0tta6bl4." + part + ".properties")))
                .count();
    }

    private static void breakAndWait(Trial trial, String part) throws Exception {
        String name = "io.x0tta6bl4." + part;
        var fault = new BrokenBundleFault(
                trial.node(),
                name,
                trial.stage().distribution().jar(name),
                trial.stage().directory().resolve(part + ".broken.jar"));
        trial.say(fault.what());
        fault.inject();
        trial.await("the shipped content runs again", Duration.ofSeconds(20), fault::over);
        trial.await(
                "the node is ready again",
                Duration.ofSeconds(15),
                () -> trial.console().run("readiness:show").ok());
    }
}
