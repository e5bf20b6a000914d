package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.Finding;
import io.x0tta6bl4.itests.scenarios.evidence.Finding.Aspect;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.evidence.StepReport;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the findings of a step and shows each at once. */
final class Judgement {
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();

    Judgement(Progress progress) {
        this.progress = progress;
    }

    Judgement detected(boolean ok, String words) {
        return add(Aspect.DETECTED, ok, words);
    }

    Judgement handled(boolean ok, String words) {
        return add(Aspect.HANDLED, ok, words);
    }

    Judgement verified(boolean ok, String words) {
        return add(Aspect.VERIFIED, ok, words);
    }

    /** Detected on the right element with one of these causes, within a limit. */
    Judgement detectedAs(Healing healing, List<String> causes, Duration limit) {
        List<String> diagnosed = healing.chain().map(c -> c.causes()).orElse(List.of());
        boolean right = !diagnosed.isEmpty() && causes.contains(diagnosed.getFirst());
        String named = healing.last()
                .map(i -> i.element() + " " + String.join(", then ", diagnosed))
                .orElse("no incident on the right element");
        detected(right, "cause named: " + named + " (expected first: " + String.join(" or ", causes) + ")");
        String took = milliseconds(healing.mttd());
        return detected(
                healing.mttd().filter(d -> d.compareTo(limit) <= 0).isPresent(),
                "known after " + took + " (limit " + limit.toMillis() + " ms)");
    }

    /** The whole repair was verified by the node, and one of these commands was a verified part of it. */
    Judgement repairedBy(Healing healing, List<String> commands) {
        var repairs = healing.chain().map(c -> c.repairs()).orElse(List.of());
        String done = String.join(
                ", ", repairs.stream().map(a -> a.command() + " " + a.outcome()).toList());
        boolean right = healing.verified().isPresent()
                && repairs.stream().anyMatch(a -> a.verified() && commands.contains(a.command()));
        handled(right, "repairs: " + (done.isEmpty() ? "none" : done));
        return handled(healing.chain().filter(c -> c.intact()).isPresent(), "told by a journal whose hashes fit");
    }

    StepReport report(Step step, String target, Optional<Duration> mttd, Optional<Duration> mttr, String verification) {
        return new StepReport(step.letter(), step.title(), target, mttd, mttr, verification, findings);
    }

    StepReport report(Step step, String target, Healing healing, String verification) {
        return report(step, target, healing.mttd(), healing.mttr(), verification);
    }

    private Judgement add(Aspect aspect, boolean ok, String words) {
        findings.add(new Finding(aspect, ok, words));
        progress.judge(ok, words);
        return this;
    }

    static String milliseconds(Optional<Duration> duration) {
        return duration.map(d -> d.toMillis() + " ms").orElse("never");
    }
}
