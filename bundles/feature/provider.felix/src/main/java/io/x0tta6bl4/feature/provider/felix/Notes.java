package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes for the journal; what comes before there is a journal waits for it, at most 100 notes. */
final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final int LIMIT = 100;

    private final Deque<JournalRecord> waiting = new ArrayDeque<>();
    private @Nullable Journal journal;

    synchronized void bind(Journal arrived) {
        journal = arrived;
        write();
    }

    synchronized void unbind(Journal leaving) {
        if (journal == leaving) journal = null;
    }

    synchronized void add(String feature, String what) {
        if (waiting.size() == LIMIT) waiting.removeFirst();
        String name = feature.replaceAll("[^A-Za-z0-9._/:@$-]", "_");
        waiting.add(new JournalRecord.Noted("", new ElementId("feature/" + name), what));
        write();
    }

    private void write() {
        if (journal == null || waiting.isEmpty()) return;
        try {
            journal.append(List.copyOf(waiting));
            waiting.clear();
        } catch (JournalUnavailable e) {
            LOG.warn("Notes on features wait for the journal: {}", e.getMessage());
        }
    }
}
