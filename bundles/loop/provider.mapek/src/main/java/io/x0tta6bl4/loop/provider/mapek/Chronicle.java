package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop's pen: writes to the journal and knows whether it takes records (brake 18). */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final int BATCH = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final ElementId NODE = new ElementId("node");

    /** The traces of the incidents that are written about. */
    final Traces traces;
    /** What came of them, in numbers. */
    final Tally tally = new Tally();

    private final Phases phases;
    private final AtomicLong lost = new AtomicLong();
    private volatile String trouble = "";
    private volatile Instant nextTry = Instant.MIN;

    Chronicle(Phases phases) {
        this(phases, SteadyClock.system());
    }

    Chronicle(Phases phases, InstantSource clock) {
        this.phases = phases;
        this.traces = new Traces(phases, clock);
    }

    /** Appends the records; false when the journal did not take them. */
    boolean write(JournalRecord... records) {
        return write(List.of(records));
    }

    boolean write(List<JournalRecord> records) {
        if (records.isEmpty()) return true;
        try {
            phases.journal.run(journal -> journal.append(records, traces::id));
            if (!trouble.isEmpty()) LOG.info("The journal takes records again; {} were lost meanwhile", lost.get());
            trouble = "";
            return true;
        } catch (JournalUnavailable | Retired e) {
            lost.addAndGet(records.size());
            if (trouble.isEmpty())
                LOG.error("The journal takes no records, so the loop does not act: {}", e.getMessage());
            trouble = String.valueOf(e.getMessage());
            return false;
        }
    }

    /** While the journal takes nothing, tries once a second whether it does again. */
    void retry(Instant now) {
        if (trouble.isEmpty() || nextTry.isAfter(now)) return;
        nextTry = now.plus(RETRY);
        long missed = lost.get();
        write(new JournalRecord.Noted("", NODE, "the journal takes records again; " + missed + " were lost meanwhile"));
    }

    /** Why the journal takes no records, empty when it does. */
    String trouble() {
        return trouble;
    }

    /** Records that no journal took since the node started. */
    long lost() {
        return lost.get();
    }

    /** All that was written of an incident, in order; nothing while the journal cannot be read. */
    List<JournalEntry> ofIncident(String incident) {
        try {
            return phases.journal.call(journal -> journal.ofIncident(incident));
        } catch (JournalUnavailable | Retired e) {
            trouble = String.valueOf(e.getMessage());
            return List.of();
        }
    }

    /** The last entries, oldest first, at most {@code count}. */
    List<JournalEntry> recent(int count) {
        List<JournalEntry> entries = new java.util.ArrayList<>();
        try {
            long last = phases.journal.call(journal -> journal.last());
            for (long from = Math.max(1, last - count + 1); from <= last; from += BATCH) {
                long start = from;
                entries.addAll(phases.journal.call(journal -> journal.read(start, BATCH)));
            }
        } catch (JournalUnavailable | Retired e) {
            trouble = String.valueOf(e.getMessage());
        }
        return entries;
    }
}
