package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that has done its work is as it should be: its start is verified, and who needs it may begin. */
class LookTest {
    private static final ElementId JOB = new ElementId("job");

    private static Element job(Restart restart) {
        var subject = new Subject.Process(
                List.of("job"),
                Path.of("/"),
                Map.of(),
                List.of(),
                restart,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        return new Element(
                JOB,
                subject,
                "process",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "ALWAYS, process 7 ended: exit code 0, SICK",
        "ON_FAILURE, process 7 ended: exit code 0, HEALTHY",
        "ON_FAILURE, process 7 ended: exit code 10, SICK",
        "ON_FAILURE, process 7 ended, SICK",
        "NEVER, process 7 ended: killed by signal 9, HEALTHY"
    })
    void a_process_that_ended_is_judged_by_when_it_is_to_run_again(
            Restart restart, String ending, Look.Verdict expected) {
        Observation ended = Observation.state(JOB, Signals.PROCESS_STATE, "exited", ending, Instant.EPOCH, "process");
        assertThat(Look.at(job(restart), List.of(ended)).verdict()).isEqualTo(expected);
    }

    @Test
    void what_is_not_known_is_blindness_with_its_reason() {
        Observation unknown =
                Observation.absent(JOB, Signals.WORKLOAD_STATE, "the API server is away", Instant.EPOCH, "test");
        assertThat(Look.at(List.of(unknown)))
                .isEqualTo(new Look(Look.Verdict.BLIND, "workload.state is not known: the API server is away"));
        Observation sick = Observation.state(JOB, Signals.WORKLOAD_ROLLOUT, "failed", "", Instant.EPOCH, "test");
        assertThat(Look.at(List.of(unknown, sick)).verdict()).isEqualTo(Look.Verdict.SICK);
    }
}
