package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Turn;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** What would have been done, when somebody asks for it with {@code --plans FILE}. */
final class Dryruns implements AutoCloseable {
    private final Optional<CsvWriter> writer;

    Dryruns(Optional<Path> file) throws BadInput {
        this.writer = file.isEmpty()
                ? Optional.empty()
                : Optional.of(new CsvWriter(file.get(), "series", "t", "incident", "actions", "reason"));
    }

    void write(String series, long t, Turn turn) {
        if (writer.isEmpty()) return;
        for (Plan plan : turn.plans()) {
            String actions = plan.actions().stream()
                    .map(action -> action.command().name())
                    .collect(Collectors.joining(" "));
            writer.get().row(series, t, plan.incident(), actions, plan.reason());
        }
    }

    void finish() throws BadInput {
        if (writer.isPresent()) writer.get().finish();
    }

    @Override
    public void close() {
        writer.ifPresent(CsvWriter::close);
    }
}
