package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void durations_are_read_in_the_ways_people_write_them() {
        assertThat(Words.parseDuration("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Words.parseDuration("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Words.parseDuration("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(Words.parseDuration("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(Words.parseDuration("0")).isZero();
        assertThat(Words.parseDuration("PT5M")).isEqualTo(Duration.ofMinutes(5));
        for (String wrong : List.of("", "5", "-5s", "PT-5S", "5 s", "99999999999s"))
            assertThatThrownBy(() -> Words.parseDuration(wrong)).isInstanceOf(CommandFailed.class);
    }

    @Test
    void durations_are_written_short() {
        assertThat(Words.duration(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Words.duration(Duration.ofMillis(3_440))).isEqualTo("3.4 s");
        assertThat(Words.duration(Duration.ofSeconds(310))).isEqualTo("5 min 10 s");
        assertThat(Words.duration(Duration.ofMinutes(182))).isEqualTo("3 h 2 min");
        assertThat(Words.duration(Duration.ofMillis(-5))).isEqualTo("-5 ms");
    }

    @Test
    void near_names_are_found_by_few_changed_letters_or_a_part() {
        List<String> known = List.of("store", "orders", "inventory", "web", "bundle/io.x0tta6bl4.loop.api");

        assertThat(Words.near("stroe", known)).containsExactly("store");
        assertThat(Words.near("loop.api", known)).containsExactly("bundle/io.x0tta6bl4.loop.api");
        assertThat(Words.near("zzzzzz", known)).isEmpty();
    }

    @Test
    void columns_are_aligned_whatever_their_colour_and_the_last_one_is_cut_to_the_terminal() {
        Table table = new Table("A", "B", "C")
                .row("long text", new Table.Cell("x", Colour.RED), "a last column that is too long for it")
                .row("s", "y", "z");

        assertThat(table.render(Screen.PLAIN)
                        .lines()
                        .map(l -> l.indexOf('z'))
                        .toList()
                        .getLast())
                .isEqualTo(14);
        assertThat(table.render(new Screen(false, 40)).lines())
                .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(40));
        assertThat(table.render(new Screen(true, 0))).contains("\u001b[31mx\u001b[0m");
    }

    @Test
    void colours_are_left_out_even_when_they_come_in_pieces() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (PlainStream plain = new PlainStream(bytes)) {
            for (byte b : "a\u001b[31;1mé\u001b[0mb".getBytes(StandardCharsets.UTF_8)) plain.write(b);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("aéb");
    }
}
