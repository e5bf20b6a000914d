package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    @Test
    void lines_are_text_until_json_is_asked_for() throws Exception {
        assertThat(LogFormat.asked(null)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.asked(" ")).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.asked("text")).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.asked("json")).isEqualTo(LogFormat.JSON);
    }

    @Test
    void another_word_is_refused_with_the_two_that_there_are() {
        for (String wrong : Stream.of("JSON", "xml", "json ").toList())
            assertThatThrownBy(() -> LogFormat.asked(wrong))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("X0_LOG_FORMAT is '" + wrong + "'; it is 'text' or 'json'.");
    }
}
