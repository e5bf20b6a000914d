package io.x0tta6bl4.knowledge.provider.mvstore;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The two maps of the journal in one session: entries by sequence, sequences by incident. */
final class JournalMaps {
    private static final char END_OF_INCIDENT = '\0';

    private final Session session;

    JournalMaps(Session session) {
        this.session = session;
    }

    long last() {
        return session.journal().isEmpty() ? 0 : session.journal().lastKey();
    }

    Optional<String> text(long sequence) {
        return Optional.ofNullable(session.journal().get(sequence));
    }

    void put(long sequence, String incident, Link link) {
        session.journal().append(sequence, link.text());
        if (!incident.isEmpty()) session.incidents().put(key(incident, sequence), sequence);
    }

    List<Long> ofIncident(String incident, int limit) {
        String prefix = incident + END_OF_INCIDENT;
        List<Long> found = new ArrayList<>();
        for (Iterator<String> keys = session.incidents().keyIterator(prefix);
                keys.hasNext() && found.size() < limit; ) {
            String key = keys.next();
            if (!key.startsWith(prefix)) break;
            found.add(Long.parseLong(key.substring(prefix.length()), 16));
        }
        return found;
    }

    /** Removes what is after an entry, from the journal and from the index, which may know more than the journal. */
    void cut(long whole) {
        for (long sequence = last(); sequence > whole; sequence--)
            session.journal().remove(sequence);
        List<String> after = new ArrayList<>();
        for (Iterator<String> keys = session.incidents().keyIterator(null); keys.hasNext(); ) {
            String key = keys.next();
            if (Long.parseLong(key.substring(key.indexOf(END_OF_INCIDENT) + 1), 16) > whole) after.add(key);
        }
        after.forEach(session.incidents()::remove);
    }

    private static String key(String incident, long sequence) {
        return incident + END_OF_INCIDENT + String.format("%016x", sequence);
    }
}
