package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.node.Node;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.nio.file.Files;
import java.time.Duration;

/** A second node on the same data directory is refused. */
public final class S10TwoNodes implements Scenario {
    @Override
    public String title() {
        return "A second node on the same data directory is refused";
    }

    @Override
    public String text() {
        return "While a node runs, another is started on its data directory. It ends with an error that names the"
                + " directory; the first goes on.";
    }

    @Override
    public String sabotage() {
        return "the lock file is replaced under the first node";
    }

    @Override
    public String mustFail() {
        return "the second node is refused";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        var data = trial.stage().data();
        if (trial.sabotaged()) {
            Files.delete(data.resolve("lock"));
            Files.createFile(data.resolve("lock"));
        }
        Node second = trial.stage()
                .closeLater(
                        Node.start(trial.stage().distribution(), trial.stage().watchFile(), data));
        boolean ended = Waiting.until(() -> !second.alive(), Duration.ofSeconds(10), Duration.ofMillis(20));
        trial.check(
                "the second node is refused",
                ended && second.awaitExit(Duration.ofSeconds(1)) != 0,
                ended ? "exit 0" : "it runs");
        trial.check("in words that name the directory", second.output().contains(data.toString()), second.output());
        trial.check(
                "the first goes on",
                trial.node().alive() && trial.console().run("readiness:show").ok(),
                "it does not");
    }
}
