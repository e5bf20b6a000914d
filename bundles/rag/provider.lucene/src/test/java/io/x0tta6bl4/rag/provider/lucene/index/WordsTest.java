package io.x0tta6bl4.rag.provider.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void a_question_is_its_words_whatever_their_case_order_and_endings() throws IOException {
        assertThat(ChunkIndex.words("Is the DISK full?"))
                .isEqualTo(ChunkIndex.words("the disks, is full"))
                .containsExactly("disk", "full", "is", "the");
        assertThat(ChunkIndex.words("the disk is not full")).contains("not");
        assertThat(ChunkIndex.words("max_open_files")).contains("max", "open", "file", "max_open_fil");
    }

    @Test
    void words_of_any_language_are_found_by_how_they_begin() {
        assertThat(Beginning.of("диагностика"))
                .isEqualTo(Beginning.of("диагностики"))
                .isEqualTo("диагн");
        assertThat(Beginning.of("système")).isEqualTo("syste");
        assertThat(Beginning.of("id")).isEqualTo("id");
    }
}
