package io.x0tta6bl4.knowledge.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.Baselines.Baseline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every store of baselines does; a provider's test implements it, with a clock that advances on every look. */
public interface BaselinesContract {
    ElementId ELEMENT = new ElementId("bundle/a.b.c@1:x$y");
    String NAME = "/etc/orders/orders.conf";

    /** The baselines under test, empty at the beginning of each test. */
    Baselines baselines();

    /** The same after the node was stopped and started. */
    Baselines restarted();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String content(Baselines baselines, Baseline baseline) throws IOException {
        try (InputStream in = baselines.open(baseline)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    default void what_was_kept_can_be_opened_also_after_a_restart() throws IOException {
        Baseline kept = baselines().keep(ELEMENT, NAME, "1.0", bytes("port=1"));
        assertThat(baselines().newest(ELEMENT, NAME)).contains(kept);
        assertThat(content(baselines(), kept)).isEqualTo("port=1");
        Baselines after = restarted();
        assertThat(after.newest(ELEMENT, NAME)).contains(kept);
        assertThat(content(after, kept)).isEqualTo("port=1");
    }

    @Test
    default void the_last_three_of_each_name_are_kept_newest_first() {
        for (int i = 1; i <= 5; i++) baselines().keep(ELEMENT, NAME, "" + i, bytes("content " + i));
        baselines().keep(ELEMENT, "jar", "9", bytes("jar"));
        assertThat(baselines().of(ELEMENT)).extracting(Baseline::version).containsExactly("9", "5", "4", "3");
        assertThat(baselines().newest(ELEMENT, NAME))
                .hasValueSatisfying(b -> assertThat(b.version()).isEqualTo("5"));
    }

    @Test
    default void keeping_the_same_content_again_only_renews_its_time() {
        Baseline first = baselines().keep(ELEMENT, NAME, "1", bytes("same"));
        baselines().keep(ELEMENT, NAME, "2", bytes("other"));
        Baseline again = baselines().keep(ELEMENT, NAME, "1", bytes("same"));
        assertThat(again.digest()).isEqualTo(first.digest());
        assertThat(again.at()).isAfter(first.at());
        assertThat(baselines().of(ELEMENT)).extracting(Baseline::version).containsExactly("1", "2");
    }

    @Test
    default void a_rejected_content_is_neither_offered_nor_taken_for_good_again() {
        baselines().keep(ELEMENT, NAME, "1", bytes("good"));
        Baseline bad = baselines().keep(ELEMENT, NAME, "2", bytes("bad"));
        baselines().reject(ELEMENT, NAME, bad.digest(), "it crashed three times");
        assertThat(baselines().newest(ELEMENT, NAME))
                .hasValueSatisfying(b -> assertThat(b.version()).isEqualTo("1"));
        assertThat(baselines().rejected(ELEMENT, NAME, bad.digest())).isTrue();
        assertThatThrownBy(() -> baselines().keep(ELEMENT, NAME, "3", bytes("bad")))
                .hasMessageContaining("rejected");
        assertThat(restarted().rejected(ELEMENT, NAME, bad.digest())).isTrue();
    }

    @Test
    default void what_was_never_kept_is_not_there() {
        assertThat(baselines().newest(ELEMENT, NAME)).isEmpty();
        assertThat(baselines().of(ELEMENT)).isEmpty();
        assertThat(baselines().rejected(ELEMENT, NAME, "00")).isFalse();
    }

    @Test
    default void the_same_content_under_two_names_outlives_one_of_them() throws IOException {
        Baseline one = baselines().keep(ELEMENT, "/a", "", bytes("shared"));
        Baseline two = baselines().keep(ELEMENT, "/b", "", bytes("shared"));
        baselines().reject(ELEMENT, "/a", one.digest(), "wrong place");
        assertThat(baselines().newest(ELEMENT, "/a")).isEmpty();
        assertThat(content(baselines(), two)).isEqualTo("shared");
    }

    @Test
    default void elements_are_told_apart() {
        baselines().keep(ELEMENT, NAME, "1", bytes("mine"));
        assertThat(baselines().of(new ElementId("bundle/a.b.c"))).isEmpty();
        assertThat(baselines().of(new ElementId("bundle"))).isEmpty();
    }
}
