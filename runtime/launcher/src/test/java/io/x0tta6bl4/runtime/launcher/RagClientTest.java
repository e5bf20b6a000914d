package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RagClientTest {
    private static final String HERE = Path.of("").toAbsolutePath().toString();

    @Test
    void names_of_files_become_absolute_because_the_node_runs_elsewhere() throws Refusal {
        assertThat(RagClient.command(List.of("add", "runbooks", "--collection", "ops")))
                .isEqualTo("rag:add '" + HERE + "/runbooks' '--collection' 'ops'");
        assertThat(RagClient.command(List.of("eval", "--corpus=c.jsonl", "--run", "r.trec")))
                .isEqualTo("rag:eval '--corpus=" + HERE + "/c.jsonl' '--run' '" + HERE + "/r.trec'");
    }

    @Test
    void a_text_reaches_the_node_as_it_was_given() throws Refusal {
        assertThat(RagClient.command(List.of("search", "a $b \"c\"", "-k", "3")))
                .isEqualTo("rag:search 'a $b \"c\"' '-k' '3'");
        assertThat(RagClient.command(List.of("ask", "what's up?"))).isEqualTo("rag:ask what\\'s\\ up\\?");
    }

    @Test
    void what_is_not_understood_is_refused_with_what_there_is() {
        assertThatThrownBy(() -> RagClient.command(List.of("serch", "x")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("search");
        assertThatThrownBy(() -> RagClient.command(List.of("search", "a\nb"))).isInstanceOf(Refusal.class);
    }
}
