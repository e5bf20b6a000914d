package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.util.Optional;

/** A record on its way to its place in the chain: what will be stored is fixed, when and where is not. */
record Draft(String incident, JournalRecord record, String json, Optional<String> trace) {
    static final String TRACE = "trace";

    /** {@code trace} is empty for what is not traced. */
    static Draft of(Codec codec, JournalRecord record, String trace) {
        String json = codec.encode(JournalRecord.class, record);
        if (trace.isEmpty()) return new Draft(record.incident(), record, json, Optional.empty());
        return new Draft(record.incident(), record, codec.with(json, TRACE, trace), Optional.of(trace));
    }
}
