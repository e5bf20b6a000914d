package io.x0tta6bl4.platform.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    private static Part part(boolean present, boolean real, boolean passed) {
        var test = new SelfTestResult(
                "append and read back", AT, Duration.ofMillis(3), passed, passed ? "ok" : "disk full");
        return new Part(
                "knowledge.journal",
                "a.Journal",
                Optional.of("1.0.0"),
                present ? Optional.of(new Part.Provider("a.provider", "1.0.0", real)) : Optional.empty(),
                present ? Optional.of(test) : Optional.empty(),
                present ? List.of() : List.of("component J of a.provider waits for a.Store"),
                "Nothing is remembered.");
    }

    @Test
    void a_node_is_ready_when_every_part_is_there_real_and_self_tested() {
        Report report = new Report(List.of(part(true, true, true)), List.of());

        assertThat(report.ready()).isTrue();
        assertThat(Rendering.table(report, AT.plusSeconds(12)))
                .contains("passed in 3.0 ms, 12 s ago: append and read back")
                .endsWith("READY: 1 of 1 parts");
    }

    @Test
    void a_missing_part_a_stub_and_a_failed_self_test_each_make_it_not_ready_and_are_named() {
        for (Part bad : List.of(part(false, true, true), part(true, false, true), part(true, true, false))) {
            Report report = new Report(List.of(bad), List.of());
            assertThat(report.ready()).isFalse();
            assertThat(report.missing()).containsExactly("knowledge.journal");
            assertThat(Rendering.table(report, AT)).contains("without it: Nothing is remembered.");
            assertThat(Rendering.verdict(report)).isEqualTo("NOT READY: knowledge.journal");
        }
    }

    /** A node that works on with the watch file of before is ready, and must not look as if all were well. */
    @Test
    void what_was_refused_is_told_to_people_although_the_node_is_ready() {
        String found = "3 elements in force; the file on disk is REFUSED and not in force, correct it: shop.yaml:4:7 …";
        Part part = new Part(
                "knowledge.model",
                "a.Model",
                Optional.empty(),
                Optional.of(new Part.Provider("a.provider", "1.0.0", true)),
                Optional.of(new SelfTestResult("read a watch file", AT, Duration.ZERO, true, found)),
                List.of(),
                "");
        assertThat(Rendering.table(new Report(List.of(part), List.of()), AT))
                .contains("knowledge.model is ready, but: " + found)
                .endsWith("READY: 1 of 1 parts");
    }

    @Test
    void each_kind_of_trouble_is_told_apart() {
        assertThat(part(false, true, true).problem().orElseThrow()).contains("waits for a.Store");
        assertThat(part(true, false, true).problem().orElseThrow()).contains("is a stub");
        assertThat(part(true, true, false).problem().orElseThrow()).contains("disk full");
    }

    @Test
    void a_bundle_that_does_not_run_makes_it_not_ready() {
        Report report = new Report(List.of(part(true, true, true)), List.of("feature a: bundle b is not started"));

        assertThat(report.ready()).isFalse();
        assertThat(Rendering.verdict(report)).contains("bundle b");
    }

    @Test
    void a_node_of_which_nothing_is_demanded_is_not_ready() {
        assertThat(new Report(List.of(), List.of()).ready()).isFalse();
    }

    @Test
    void programs_get_null_for_what_is_absent() {
        var json = Rendering.json(new Report(List.of(part(false, true, true)), List.of()));

        assertThat(json.getBoolean("ready")).isFalse();
        assertThat(json.getJsonArray("parts").getJsonObject(0).isNull("provider"))
                .isTrue();
        assertThat(json.getJsonArray("parts").getJsonObject(0).isNull("selfTest"))
                .isTrue();
    }

    @Test
    void the_health_check_tells_missing_from_broken() {
        assertThat(PartChecks.result(part(true, true, true)).isOk()).isTrue();
        assertThat(PartChecks.result(part(false, true, true)).getStatus())
                .isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(PartChecks.result(part(true, false, true)).getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(PartChecks.result(part(true, true, false)).getStatus()).isEqualTo(Result.Status.CRITICAL);
    }
}
