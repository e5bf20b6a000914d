package io.x0tta6bl4.knowledge.api.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {
    private static final ElementId ID = new ElementId("a");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @Test
    void what_was_written_is_read_again_in_the_same_order() {
        List<Observation> observations = List.of(
                Observation.state(ID, Signals.PROCESS_STATE, "exited", "code 1, äöü", AT, "process"),
                Observation.measured(ID, Signals.HTTP_LATENCY, 1.5, "ms", AT, "http"),
                Observation.absent(ID, "sensor.http", "no answer in time", AT, "http")
                        .doubted(Observation.Quality.STALE, "nothing new"));
        NotesWriter out = new NotesWriter();
        out.number(Long.MIN_VALUE)
                .count(7)
                .real(0.1)
                .flag(true)
                .text("")
                .instant(AT)
                .name(Observation.Quality.GOOD);
        out.maybe(null, x -> {}).maybe("there", out::text).each(observations, out::observation);

        NotesReader in = new NotesReader(out.bytes());

        assertThat(in.number()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.count()).isEqualTo(7);
        assertThat(in.real()).isEqualTo(0.1);
        assertThat(in.flag()).isTrue();
        assertThat(in.text()).isEmpty();
        assertThat(in.instant()).isEqualTo(AT);
        assertThat(in.name(Observation.Quality.class)).isEqualTo(Observation.Quality.GOOD);
        assertThat(in.maybe(in::text)).isEmpty();
        assertThat(in.maybe(in::text)).contains("there");
        assertThat(in.each(in::observation)).isEqualTo(observations);
    }

    @Test
    void notes_that_end_early_or_make_no_sense_are_refused() {
        byte[] notes = new NotesWriter().text("abc").bytes();
        assertThatThrownBy(() -> new NotesReader(new byte[] {1}).number()).hasMessageContaining("end early");
        assertThatThrownBy(() -> new NotesReader(java.util.Arrays.copyOf(notes, 5)).text())
                .hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> new NotesReader(new byte[4]).text()).hasMessageContaining("no text 0");
        byte[] many = new NotesWriter().count(1_000_000).bytes();
        NotesReader in = new NotesReader(many);
        assertThatThrownBy(() -> in.each(in::flag)).isInstanceOf(IllegalArgumentException.class);
    }
}
