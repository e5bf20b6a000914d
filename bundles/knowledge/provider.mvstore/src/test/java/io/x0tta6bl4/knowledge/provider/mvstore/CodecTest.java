package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.Samples;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodecTest {
    private final Codec codec = new Codec();

    record Everything(
            Optional<String> some,
            Optional<Duration> none,
            List<Optional<Integer>> nested,
            Set<ElementId> ids,
            Map<ElementId, List<Long>> map,
            LocalTime time,
            Path path,
            boolean flag,
            double fraction,
            long big) {}

    @Test
    void every_record_of_the_journal_comes_back_equal() {
        for (JournalRecord record : Samples.records("I-000001")) {
            String json = codec.encode(JournalRecord.class, record);
            assertThat(codec.decode(JournalRecord.class, json)).isEqualTo(record);
            assertThat(json).doesNotContain("\n");
        }
    }

    @Test
    void the_samples_hold_every_record_of_the_journal() {
        assertThat(Samples.records("").stream().map(Object::getClass).distinct())
                .hasSameElementsAs(Arrays.asList(JournalRecord.class.getPermittedSubclasses()));
    }

    @Test
    void every_type_of_value_comes_back_equal() {
        Everything value = new Everything(
                Optional.of("x"),
                Optional.empty(),
                List.of(Optional.of(1), Optional.empty()),
                Set.of(new ElementId("a"), new ElementId("b/c")),
                Map.of(new ElementId("a"), List.of(Long.MAX_VALUE, Long.MIN_VALUE)),
                LocalTime.of(23, 59),
                Path.of("/a/b c"),
                true,
                Double.MIN_VALUE,
                Long.MAX_VALUE);
        assertThat(codec.decode(Everything.class, codec.encode(Everything.class, value)))
                .isEqualTo(value);
    }

    @Test
    void the_element_model_and_the_brakes_come_back_equal() {
        Subject subject = new Subject.Process(
                List.of("java", "-jar"),
                Path.of("/srv"),
                Map.of("A", "b"),
                List.of(Path.of("/srv/a.conf")),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
        assertThat(codec.decode(Subject.class, codec.encode(Subject.class, subject)))
                .isEqualTo(subject);
        assertThat(codec.decode(Brakes.class, codec.encode(Brakes.class, Brakes.defaults())))
                .isEqualTo(Brakes.defaults());
    }

    @Test
    void a_value_that_its_record_refuses_is_not_decoded() {
        String json = codec.encode(JournalRecord.class, new JournalRecord.Noted("", Samples.STORE, "x"));
        assertThatThrownBy(() -> codec.decode(JournalRecord.class, json.replace("store", "-no name-")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no element name");
    }

    @Test
    void what_a_newer_version_wrote_is_refused_or_passed_over_but_never_guessed() {
        assertThatThrownBy(() -> codec.decode(JournalRecord.class, "{\"type\":\"Dreamt\",\"incident\":\"I-1\"}"))
                .hasMessage("'Dreamt' is no JournalRecord this version knows");
        assertThatThrownBy(() -> codec.decode(JournalRecord.class, "{\"type\":\"Noted\",\"incident\":\"I-1\"}"))
                .hasMessage("Noted without its element");
        assertThat(
                        codec.decode(
                                JournalRecord.class,
                                "{\"type\":\"Noted\",\"incident\":\"\",\"element\":\"store\",\"what\":\"x\",\"more\":{\"a\":1}}"))
                .isEqualTo(new JournalRecord.Noted("", Samples.STORE, "x"));
    }

    @Test
    void text_that_is_no_json_or_has_other_types_is_refused() {
        for (String text : List.of(
                "", "{", "[]", "null", "7", "{\"type\":\"Noted\",\"incident\":7,\"element\":\"a\",\"what\":\"\"}"))
            assertThatThrownBy(() -> codec.decode(JournalRecord.class, text))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_optional_field_that_an_older_version_did_not_write_is_empty() {
        ProcessLedger.Entry entry =
                new ProcessLedger.Started(new ProcessLedger.Identity(7, java.time.Instant.EPOCH, "A-1"));
        String older = codec.encode(ProcessLedger.Entry.class, entry).replace(",\"description\":null", "");
        assertThat(older).doesNotContain("description");
        assertThat(codec.decode(ProcessLedger.Entry.class, older)).isEqualTo(entry);
    }
}
