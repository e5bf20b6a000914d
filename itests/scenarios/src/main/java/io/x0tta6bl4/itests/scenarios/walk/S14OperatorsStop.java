package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;

/** What an operator stopped stays stopped. */
public final class S14OperatorsStop implements Scenario {
    @Override
    public String title() {
        return "What an operator stopped stays stopped";
    }

    @Override
    public String text() {
        return "An operator stops store. It is not started again, neither now nor after a restart of the node, and its"
                + " callers are not restarted for missing it. When the operator starts it, it serves.";
    }

    @Override
    public String sabotage() {
        return "the durable knowledge of the node is deleted before its restart";
    }

    @Override
    public String mustFail() {
        return "still stopped after a restart of the node";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        var starts = trial.starts();
        trial.console().say("element:stop store");
        trial.await(
                "store ends",
                Duration.ofSeconds(12),
                () -> trial.system().service("store").pids().isEmpty());
        Waiting.through(Duration.ofSeconds(4));
        trial.check(
                "it stays stopped and its callers are left alone",
                trial.starts().equals(starts),
                trial.starts() + ", before " + starts);
        trial.node().close();
        if (trial.sabotaged()) Stage.delete(trial.stage().data().resolve("knowledge"));
        trial.stage().restartNode();
        Waiting.through(Duration.ofSeconds(3));
        var store = trial.system().service("store");
        trial.check(
                "still stopped after a restart of the node", store.pids().isEmpty(), "store runs as " + store.pids());
        trial.console().say("element:start store");
        trial.await(
                "store serves when the operator starts it",
                Duration.ofSeconds(10),
                () -> trial.system().frontDoor().ask().ok());
    }
}
