package io.x0tta6bl4.ml.api;

import java.time.Instant;
import java.util.Optional;

/** Whether a model can be asked. */
public sealed interface ModelState {
    String id();

    /**
     * It answers; its golden answers were right.
     *
     * @param record what it is
     * @param since when it took over
     * @param runs how often it was asked since
     * @param refused why a newer one found on disk did not take its place; empty when there is none
     */
    record Serving(ModelRecord record, Instant since, long runs, Optional<String> refused) implements ModelState {
        @Override
        public String id() {
            return record.id();
        }
    }

    /**
     * It answers nothing.
     *
     * @param reason what was tried, what was found and what to do
     */
    record Refused(String id, String reason) implements ModelState {}
}
