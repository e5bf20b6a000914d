package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Finding;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.evidence.Timeline;
import io.x0tta6bl4.itests.scenarios.node.Answer;
import io.x0tta6bl4.itests.scenarios.node.ChainView;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.Load;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import jakarta.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of the demo, from the empty directory to the verdict. */
public final class DemoRun {
    private static final Duration BUDGET = Duration.ofSeconds(80);
    private static final Duration QUIET_LEAST = Duration.ofSeconds(20);
    private static final Duration QUIET_FULL = Duration.ofSeconds(60);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(5);
    private static final Duration TRACE_LIMIT = Duration.ofSeconds(5);
    private static final int USERS = 2;
    private static final int REQUESTS_PER_SECOND = 20;
    private final boolean full;
    private final Progress progress = new Progress(System.out);
    private final List<StepReport> reports = new ArrayList<>();
    private final Evidence evidence;
    private TraceReceiver receiver;

    /** @param full whether the quiet stretch is a whole minute even if the demo then takes longer than its 90 s */
    public DemoRun(boolean full) {
        this.full = full;
        this.evidence = new Evidence("demo", "./x0 demo" + (full ? " --full" : ""));
    }

    /** Runs it; true only if every step was detected, handled as required and verified, and the node is ready at the end. */
    public boolean run() {
        try (Stage stage = Stage.open(Distribution.fromProperty(), "demo")) {
            boolean good = onStage(stage);
            if (!good) {
                stage.keep();
                progress.say("the data directory is kept: " + stage.directory());
            }
            return good;
        } catch (IOException | IllegalArgumentException e) {
            progress.judge(false, "the demo could not be set up: " + e.getMessage());
            return false;
        }
    }

    private boolean onStage(Stage stage) throws IOException {
        try {
            Scene scene = prepare(stage);
            var renewer = stage.closeLater(new DeadRenewer(stage));
            progress.say("a program keeps an SVID of 40 s in "
                    + stage.directory().resolve("shop") + "; a helper renews it each 15 s");
            for (Step step :
                    List.of(new KillOfTheLeaf(), new HangOfAService(), new BadConfiguration(), new BrokenBundle()))
                play(step, scene);
            renewer.die();
            play(new Unhealable(), scene);
            play(renewer, scene);
            play(new Quiet(quiet()), scene);
            return finish(stage);
        } catch (Exception e) {
            progress.judge(false, "the demo stopped: " + e);
            evidence.with("stopped_by", e.toString())
                    .with("passed", Json.createValue("no"))
                    .write();
            return false;
        }
    }

    private Scene prepare(Stage stage) throws IOException {
        progress.head("a sample system of real processes: web → orders → inventory → store, and billing");
        stage.watch()
                .brake("rate-limit", "per-second", "1")
                .brake("rate-limit", "per-target-and-hour", "10")
                .brake("cool-down", "stable-window", "3s");
        evidence.with(
                "loosened",
                "rate-limit: per-second 1 instead of 0.1, per-target-and-hour 10 instead of 3; cool-down:"
                        + " stable-window 3s instead of 30s; because the faults of an hour come in a minute");
        progress.say("watch file " + stage.watchFile());
        receiver = stage.closeLater(new TraceReceiver());
        stage.environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address());
        stage.startNode();
        progress.say("its telemetry goes by OTLP to a receiver of the demo, " + receiver.address());
        progress.say("the node is ready: production profile, " + stage.node().health("ready"));
        stage.awaitHealthy(Duration.ofSeconds(20));
        for (Service service : stage.system().services())
            progress.say("  %-9s pid %-7d %s".formatted(service.name(), service.pid(), service.address()));
        Load load = stage.closeLater(new Load(stage.system().frontDoor().address(), USERS, REQUESTS_PER_SECOND));
        progress.say("load: " + USERS + " users, about " + USERS * REQUESTS_PER_SECOND
                + " requests a second at the front door");
        return new Scene(stage, load, progress);
    }

    private void play(Step step, Scene scene) {
        progress.head("(" + step.letter() + ") " + step.title());
        StepReport report;
        try {
            settle(scene.stage());
            report = step.play(scene);
        } catch (Exception e) {
            progress.judge(false, "the step stopped: " + e);
            var finding = new Finding(Finding.Aspect.DETECTED, false, "the step stopped: " + e);
            report = new StepReport(
                    step.letter(), step.title(), "-", Optional.empty(), Optional.empty(), "nothing", List.of(finding));
        }
        reports.add(report);
    }

    /** Every step meets a system at rest; billing stays broken once it is. */
    private static void settle(Stage stage) {
        Waiting.until(
                () -> stage.system().frontDoor().ask().ok()
                        && stage.console().incidents().stream().noneMatch(i -> i.in("OPEN", "HELD", "HEALING")),
                SETTLE_LIMIT,
                Duration.ofMillis(50));
        Waiting.through(
                SampleSystem.PROBE_EVERY.multipliedBy(3)); // no late answer of the step before counts in this one
    }

    private Duration quiet() {
        if (full) return QUIET_FULL;
        Duration left = BUDGET.minus(progress.elapsed());
        if (left.compareTo(QUIET_LEAST) < 0) return QUIET_LEAST;
        return left.compareTo(QUIET_FULL) > 0 ? QUIET_FULL : Duration.ofSeconds(left.toSeconds());
    }

    private boolean finish(Stage stage) throws IOException {
        progress.head("timeline");
        progress.print(Timeline.of(reports));
        Answer readiness = stage.console().run("readiness:show");
        progress.print(readiness.words());
        boolean traced = traced(stage);
        boolean passed = readiness.ok() && traced && reports.stream().allMatch(StepReport::passed);
        var steps = Json.createArrayBuilder();
        reports.forEach(report -> steps.add(report.json()));
        evidence.with("n", Json.createValue(reports.size()))
                .with("passed", passed ? "yes" : "no")
                .with("steps", steps.build())
                .with("readiness_exit", Json.createValue(readiness.exit()));
        if (!passed) progress.print(stage.console().run("incident:list").words());
        progress.head(passed ? "every step was detected, handled and verified" : "not every step went as it must:");
        complain(readiness);
        progress.say("evidence: " + evidence.write());
        return passed;
    }

    /** Each incident of the demo is one whole trace at the receiver. */
    private boolean traced(Stage stage) throws IOException {
        boolean whole = true;
        for (IncidentView incident : stage.console().incidents()) {
            Waiting.until(() -> broken(stage, incident).isEmpty(), TRACE_LIMIT, Duration.ofMillis(100));
            List<String> broken = broken(stage, incident);
            String trace = stage.console().chain(incident.id()).trace().orElse("");
            if (broken.isEmpty())
                progress.say("trace " + trace + " of " + incident.id() + " is whole: "
                        + receiver.of(trace).size() + " spans");
            else progress.judge(false, "the trace of " + incident.id() + " is not whole: " + String.join("; ", broken));
            whole &= broken.isEmpty();
        }
        return whole;
    }

    private List<String> broken(Stage stage, IncidentView incident) throws IOException {
        ChainView chain = stage.console().chain(incident.id());
        return TraceCheck.broken(chain, receiver.of(chain.trace().orElse("")));
    }

    private void complain(Answer readiness) {
        for (StepReport report : reports)
            for (Finding finding : report.findings())
                if (!finding.ok())
                    progress.judge(
                            false,
                            "(" + report.letter() + ") not "
                                    + finding.aspect().name().toLowerCase(java.util.Locale.ROOT) + ": "
                                    + finding.words());
        if (!readiness.ok()) progress.judge(false, "the node is not ready at the end");
    }
}
