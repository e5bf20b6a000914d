package io.x0tta6bl4.knowledge.api.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the journal.
 *
 * @param sequence from 1, without gaps
 * @param at when it was appended, wall clock
 * @param record what it holds
 * @param json the record as it was stored and hashed
 * @param hash SHA-256 in hexadecimal over the hash before, the sequence, the time and the JSON
 * @param trace id of the trace of its incident, which is in the JSON too; empty when it was not traced
 */
public record JournalEntry(
        long sequence, Instant at, JournalRecord record, String json, String hash, Optional<String> trace) {

    /** An entry of what was not traced. */
    public JournalEntry(long sequence, Instant at, JournalRecord record, String json, String hash) {
        this(sequence, at, record, json, hash, Optional.empty());
    }
}
