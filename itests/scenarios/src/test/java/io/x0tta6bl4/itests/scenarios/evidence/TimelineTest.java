package io.x0tta6bl4.itests.scenarios.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.itests.scenarios.evidence.Finding.Aspect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Finding SEEN = new Finding(Aspect.DETECTED, true, "seen");
    private static final Finding DONE = new Finding(Aspect.HANDLED, true, "done");
    private static final Finding PROVED = new Finding(Aspect.VERIFIED, true, "proved");

    private static StepReport report(Finding... findings) {
        return new StepReport(
                "a",
                "kill",
                "store",
                Optional.of(Duration.ofMillis(41)),
                Optional.empty(),
                "own eyes",
                List.of(findings));
    }

    @Test
    void a_step_is_one_line_with_its_times_and_its_judge() {
        String table = Timeline.of(List.of(report(SEEN, DONE, PROVED)));
        assertThat(table.lines()).hasSize(2);
        assertThat(table.lines().toList().getLast()).matches("\\(a\\) kill +store +yes +yes +41 ms +- +own eyes");
    }

    @Test
    void what_was_not_verified_is_said_in_the_line() {
        String table = Timeline.of(List.of(report(SEEN, DONE, new Finding(Aspect.VERIFIED, false, "503"))));
        assertThat(table).contains("NOT: own eyes");
    }

    @Test
    void an_aspect_that_nobody_looked_at_did_not_hold() {
        assertThat(report(SEEN, PROVED).passed(Aspect.HANDLED)).isFalse();
        assertThat(Timeline.of(List.of(report(SEEN, PROVED)))).contains("NO");
    }

    @Test
    void one_bad_finding_fails_the_step() {
        assertThat(report(SEEN, DONE, PROVED).passed()).isTrue();
        assertThat(report(SEEN, new Finding(Aspect.HANDLED, false, "not"), PROVED)
                        .passed())
                .isFalse();
    }

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(Timeline.table(List.of(List.of("a", "b"), List.of("long", "c"))))
                .isEqualTo("a     b\nlong  c\n");
    }
}
