package io.x0tta6bl4.itests.scenarios.evidence;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one step of the demo came to.
 *
 * @param letter its letter
 * @param title what was done
 * @param target the element concerned
 * @param mttd fault in effect to incident on the right element; none where nothing is to be detected or nothing was
 * @param mttr fault in effect to service back and repair verified; none where nothing is to be repaired or nothing was
 * @param verification how the independent eye judged, in a few words
 */
public record StepReport(
        String letter,
        String title,
        String target,
        Optional<Duration> mttd,
        Optional<Duration> mttr,
        String verification,
        List<Finding> findings) {
    public StepReport {
        findings = List.copyOf(findings);
        if (findings.isEmpty()) throw new IllegalArgumentException("step " + letter + " looked at nothing");
    }

    public boolean passed() {
        return findings.stream().allMatch(Finding::ok);
    }

    /** Whether everything of one aspect held; an aspect without a finding did not. */
    public boolean passed(Finding.Aspect aspect) {
        return findings.stream().anyMatch(f -> f.aspect() == aspect)
                && findings.stream().filter(f -> f.aspect() == aspect).allMatch(Finding::ok);
    }

    public JsonObject json() {
        var json = Json.createObjectBuilder()
                .add("step", letter)
                .add("title", title)
                .add("target", target)
                .add("passed", passed());
        mttd.ifPresent(d -> json.add("mttd_ms", d.toNanos() / 1e6));
        mttr.ifPresent(d -> json.add("mttr_ms", d.toNanos() / 1e6));
        var all = Json.createArrayBuilder();
        findings.forEach(f -> all.add(f.json()));
        return json.add("verification", verification).add("findings", all).build();
    }
}
