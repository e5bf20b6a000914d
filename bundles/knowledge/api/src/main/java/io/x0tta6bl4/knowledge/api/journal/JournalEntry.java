package io.x0tta6bl4.knowledge.api.journal;

import java.time.Instant;

/**
 * One entry of the journal.
 *
 * @param sequence from 1, without gaps
 * @param at when it was appended, wall clock
 * @param record what it holds
 * @param json the record as it was stored and hashed
 * @param hash SHA-256 in hexadecimal over the hash before, the sequence, the time and the JSON
 */
public record JournalEntry(long sequence, Instant at, JournalRecord record, String json, String hash) {}
