package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A journal in memory that can be told to take nothing, as on a full disk. */
final class MemoryJournal implements Journal {
    private final List<JournalEntry> entries = new ArrayList<>();
    volatile boolean full;

    @Override
    public synchronized List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf) {
        if (full) throw new JournalUnavailable("No space left on device", new java.io.IOException("full"));
        List<JournalEntry> added = new ArrayList<>();
        for (JournalRecord record : records)
            added.add(new JournalEntry(
                    entries.size() + 1L + added.size(),
                    Instant.now(),
                    record,
                    "{}",
                    "0",
                    Optional.of(traceOf.apply(record.incident())).filter(trace -> !trace.isEmpty())));
        entries.addAll(added);
        return added;
    }

    @Override
    public synchronized List<JournalEntry> read(long fromSequence, int limit) {
        return entries.stream()
                .filter(e -> e.sequence() >= fromSequence)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<JournalEntry> ofIncident(String incident) {
        return entries.stream()
                .filter(e -> e.record().incident().equals(incident))
                .toList();
    }

    @Override
    public synchronized long last() {
        return entries.size();
    }

    @Override
    public Verification verify() {
        return new Verification(last(), true, "");
    }

    synchronized <T extends JournalRecord> List<T> all(Class<T> type) {
        return entries.stream()
                .map(JournalEntry::record)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
