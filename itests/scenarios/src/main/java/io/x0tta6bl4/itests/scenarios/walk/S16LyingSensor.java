package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.KillFault;
import io.x0tta6bl4.itests.scenarios.fault.LyingSensor;
import io.x0tta6bl4.itests.scenarios.node.ActionView;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.Load;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;
import java.util.List;

/** A sensor that lies about healthy services sets off no action on them. */
public final class S16LyingSensor implements Scenario {
    private static final Duration EACH = Duration.ofSeconds(4);
    private static final List<List<String>> LIES = List.of(
            List.of("store process.memory.rss number 1e12 By"),
            List.of("orders process.memory.rss number 700000000 By"),
            List.of("store http.state state unresponsive", "inventory http.state state wrong"),
            List.of("store process.state state exited", "billing process.state state exited"),
            List.of("inventory tcp.state state unreachable", "orders bundle.state state resolved"),
            List.of("web http.latency number 30000 ms", "web http.latency number -1 ms"),
            List.of("store process.state state zombified", "store http.status number 500 {status}"));

    @Override
    public String title() {
        return "A sensor that lies about healthy services sets off no action on them";
    }

    @Override
    public String text() {
        return "A sensor of an outsider is installed. It says that services use a terabyte of memory, hang, answer"
            + " wrongly, have ended, cannot be reached, and things that cannot be, while the node's own sensors see"
            + " them well. No service is touched and users are served; people may be called for the sensor. Once it is"
            + " gone, a killed process is healed.";
    }

    @Override
    public String sabotage() {
        return "brake 17, plausibility, is switched off: one doubtful sensor is enough";
    }

    @Override
    public String mustFail() {
        return "no service was started anew";
    }

    @Override
    public void play(Trial trial) throws Exception {
        for (String service : List.of("web", "orders", "inventory", "store"))
            trial.watch().healAbove(service, "process.memory.rss", "512MiB");
        if (trial.sabotaged()) trial.watch().off("plausibility");
        trial.start();
        var lying = new LyingSensor(
                trial.stage().distribution(), trial.stage().directory().resolve("lying"));
        lying.install(trial.console());
        var starts = trial.starts();
        try (Load load = new Load(trial.system().frontDoor().address(), 2, 20)) {
            for (List<String> lies : LIES) {
                trial.say("it says: " + String.join("; ", lies));
                lying.say(lies.toArray(String[]::new));
                Waiting.through(EACH);
                trial.check(
                        "no service was started anew",
                        starts.equals(trial.starts()),
                        trial.starts() + " after " + lies);
            }
            trial.check(
                    "users were served",
                    load.count().failed() == 0,
                    load.count().toString());
        }
        for (IncidentView incident : trial.console().incidents()) onlyPaged(trial, incident);
        lying.uninstall(trial.console());
        var kill = new KillFault(trial.system(), "store");
        kill.inject();
        trial.await("a killed process is healed once the liar is gone", Duration.ofSeconds(60), kill::over);
    }

    private static void onlyPaged(Trial trial, IncidentView incident) throws Exception {
        var chain = trial.console().chain(incident.id());
        trial.check(
                "nothing but a page for the sensor",
                chain.actions().stream().allMatch(ActionView::page)
                        && chain.causes().stream().allMatch("SENSOR_FAULT"::equals),
                incident.words() + " " + chain.causes() + " " + chain.actions());
    }
}
