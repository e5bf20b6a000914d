package io.x0tta6bl4.knowledge.api.journal;

import java.util.List;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Append-only, hash-chained, durable. What {@link #append} returned is there after a kill at any moment; a torn tail is cut
 * at the last whole entry, and an entry says so.
 */
@ProviderType
public interface Journal {

    /**
     * Appends the records in order, all or none, and returns when they are on the disk.
     *
     * @throws JournalUnavailable when they cannot be stored; nothing of them is
     */
    default List<JournalEntry> append(List<JournalRecord> records) {
        return append(records, incident -> "");
    }

    /**
     * Appends records of incidents that are traced: each entry carries the trace id of its incident.
     *
     * @param traceOf the trace id of an incident, empty for one that is not traced
     * @throws JournalUnavailable when they cannot be stored; nothing of them is
     */
    List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf);

    /** Up to {@code limit} entries from a sequence number on, in order. */
    List<JournalEntry> read(long fromSequence, int limit);

    /** All entries of an incident, in order, at most 10,000. */
    List<JournalEntry> ofIncident(String incident);

    /** Sequence number of the last entry, 0 when there is none. */
    long last();

    /** Recomputes the whole chain and returns what was found. */
    Verification verify();

    /**
     * What checking the chain found.
     *
     * @param entries how many entries were checked
     * @param intact whether every hash fits
     * @param detail where it broke, or the last hash
     */
    record Verification(long entries, boolean intact, String detail) {}
}
