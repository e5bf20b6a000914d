package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.node.LoopView;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** (g): load and no new fault; nothing is done. */
final class Quiet implements Step {
    private final Duration stretch;

    Quiet(Duration stretch) {
        this.stretch = stretch;
    }

    @Override
    public String letter() {
        return "g";
    }

    @Override
    public String title() {
        return "quiet, " + stretch.toSeconds() + " s with load";
    }

    @Override
    public StepReport play(Scene scene) throws Exception {
        LoopView before = scene.console().loop();
        Map<String, Integer> starts = scene.starts();
        Set<Long> processes = new TreeSet<>(scene.system().processes());
        int pages = scene.stage().pages().size();
        var users = scene.load().count();
        scene.progress().say("load goes on, nothing is touched for " + stretch.toSeconds() + " s");
        Waiting.through(stretch);
        LoopView after = scene.console().loop();
        var served = scene.load().count().minus(users);
        var judgement = new Judgement(scene.progress());
        judgement.detected(after.openIncidents() <= before.openIncidents(), "no new incident");
        judgement.handled(
                after.ticks() > before.ticks(), "the loop was at work: " + (after.ticks() - before.ticks()) + " ticks");
        judgement.handled(after.actions() == before.actions(), "actions: " + (after.actions() - before.actions()));
        judgement.handled(scene.stage().pages().size() == pages, "no page");
        judgement.verified(
                starts.equals(scene.starts()) && processes.equals(scene.system().processes()),
                "the same processes, no start, by the services' own count");
        judgement.verified(
                served.failed() == 0 && served.served() > 0,
                "users: " + served.served() + " answers served, " + served.failed() + " failed");
        return judgement.report(this, "all", Optional.empty(), Optional.empty(), "process list; users' answers");
    }
}
