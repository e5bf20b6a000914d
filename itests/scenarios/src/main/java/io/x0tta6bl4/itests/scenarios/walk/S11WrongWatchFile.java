package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.node.Node;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A wrong watch file is refused as a whole, at the start and while running. */
public final class S11WrongWatchFile implements Scenario {
    @Override
    public String title() {
        return "A wrong watch file is refused as a whole, at the start and while running";
    }

    @Override
    public String text() {
        return "Files with an unknown key, a wrong unit, an element twice, a missing command and a port out of range"
                + " do not start a node; each is told with file, line and column. The same on a running node changes"
                + " nothing, and readiness says so.";
    }

    @Override
    public String sabotage() {
        return "the bundle that reads the watch file is stopped before the change";
    }

    @Override
    public String mustFail() {
        return "the log tells of the refused file";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.stage().writeWatch();
        String good = trial.watch().text();
        for (WrongFile wrong : WrongFile.all(good)) if (!trial.sabotaged()) refusedAtTheStart(trial, wrong);
        trial.start();
        var starts = trial.starts();
        if (trial.sabotaged()) trial.stopBundle("io.x0tta6bl4.knowledge.provider.yaml");
        for (WrongFile wrong : WrongFile.all(good)) {
            refusedWhileRunning(trial, wrong);
            trial.check(
                    "nothing was started or stopped for " + wrong.what(),
                    starts.equals(trial.starts()) && trial.system().processes().size() == starts.size(),
                    trial.starts().toString());
        }
        // a self-test is repeated when it is a minute old, and with it what readiness tells
        trial.await(
                "readiness tells of the refused file",
                Duration.ofSeconds(70),
                () -> trial.console()
                        .run("readiness:show --json")
                        .words()
                        .contains(trial.stage().watchFile() + ":"));
        trial.stage().writeWatch();
        trial.await(
                "ready again with the right file",
                Duration.ofSeconds(5),
                () -> trial.console().run("readiness:show").ok());
    }

    private static void refusedWhileRunning(Trial trial, WrongFile wrong) throws Exception {
        Path log = trial.node().data().resolve("log/node.log");
        int before = Files.readString(log).length();
        Files.writeString(trial.stage().watchFile(), wrong.text());
        String place = trial.stage().watchFile() + ":" + wrong.line() + ":";
        trial.await(
                "the log tells of the refused file",
                Duration.ofSeconds(5),
                () -> Files.readString(log).substring(before).contains(place));
    }

    private static void refusedAtTheStart(Trial trial, WrongFile wrong) throws Exception {
        Path file = trial.stage().directory().resolve("wrong.yaml");
        Files.writeString(file, wrong.text());
        Node node = trial.stage()
                .closeLater(Node.start(
                        trial.stage().distribution(),
                        file,
                        trial.stage().directory().resolve("wrong-data")));
        String place = file + ":" + wrong.line() + ":";
        Waiting.until(
                () -> !node.alive() || node.output().contains(place), Duration.ofSeconds(15), Duration.ofMillis(20));
        trial.check(wrong.what() + " is told with its place", node.output().contains(place), node.output());
        boolean ended = Waiting.until(() -> !node.alive(), Duration.ofSeconds(3), Duration.ofMillis(20));
        trial.check(
                "no node starts with it",
                ended && node.awaitExit(Duration.ofSeconds(1)) != 0,
                ended ? "exit 0" : "it runs on");
    }
}
