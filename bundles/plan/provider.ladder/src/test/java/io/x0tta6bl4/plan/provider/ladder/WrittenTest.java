package io.x0tta6bl4.plan.provider.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WrittenTest {
    private static final Path RUNBOOKS = Path.of("../../../docs/runbooks");

    @ParameterizedTest
    @EnumSource
    void a_runbook_that_a_page_names_is_there_and_is_for_this_cause(Cause.Kind kind) throws IOException {
        String cause = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Path file = RUNBOOKS.resolve(Written.file(kind));
        assertThat(Files.exists(file)).isEqualTo(Written.KINDS.contains(kind));
        if (Files.exists(file)) assertThat(Files.readString(file)).contains("  cause: [" + cause + "]");
    }

    @org.junit.jupiter.api.Test
    void the_page_names_it() {
        assertThat(new Setting(new Subject.Identity(Part.KEY_STORE), Cause.Kind.KEY_STORE_UNREADABLE)
                        .plan()
                        .actions()
                        .getFirst()
                        .page()
                        .orElseThrow()
                        .text())
                .contains("runbooks/key-store-unreadable.md");
    }
}
