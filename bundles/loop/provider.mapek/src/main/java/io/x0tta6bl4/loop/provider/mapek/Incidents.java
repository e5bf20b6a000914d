package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open incidents, one per element, and the last closed ones. Every change goes to the journal. */
final class Incidents {
    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final int CLOSED_LIMIT = 200;

    private final Chronicle chronicle;
    private final Map<ElementId, Incident> open = new TreeMap<>();
    private final Deque<Incident> closed = new ArrayDeque<>();
    private long last;

    Incidents(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    String nextId() {
        return String.format(Locale.ROOT, "I-%06d", ++last);
    }

    @Nullable
    Incident on(ElementId id) {
        return open.get(id);
    }

    Optional<Incident> find(String id) {
        return open.values().stream().filter(i -> i.id().equals(id)).findFirst();
    }

    Map<ElementId, Incident> open() {
        return open;
    }

    /** The names of the open ones by element. */
    Map<ElementId, String> ids() {
        Map<ElementId, String> ids = new TreeMap<>();
        open.forEach((element, incident) -> ids.put(element, incident.id()));
        return ids;
    }

    /** Puts a new version of an incident and journals it when its state or note changed. */
    void put(Incident incident) {
        Incident before = open.get(incident.element());
        if (incident.open()) {
            open.put(incident.element(), incident);
        } else {
            open.remove(incident.element());
            closed.addFirst(incident);
            while (closed.size() > CLOSED_LIMIT) closed.removeLast();
        }
        boolean told = before != null
                && before.state() == incident.state()
                && before.note().equals(incident.note());
        if (!told) tell(incident);
        chronicle.tally.moved(
                Optional.ofNullable(before).map(Incident::state), incident, chronicle.traces.root(incident.id()));
        if (!incident.open()) chronicle.traces.closed(incident);
    }

    private void tell(Incident incident) {
        chronicle.write(new JournalRecord.Changed(incident.id(), incident));
        chronicle.traces.logged(
                incident.id(),
                () -> LOG.info(
                        "{} on {} is {}: {}", incident.id(), incident.element(), incident.state(), incident.note()));
    }

    /** Newest first. */
    List<Incident> all() {
        Collection<Incident> now = open.values();
        List<Incident> all = new ArrayList<>(now.size() + closed.size());
        all.addAll(now);
        all.addAll(closed);
        all.sort(java.util.Comparator.comparing(Incident::id).reversed());
        return all;
    }

    /** Takes up the count, the closed incidents and the ones that people were called for, from before a restart. */
    void recall(List<JournalEntry> entries) {
        Map<String, Incident> latest = new TreeMap<>();
        for (JournalEntry entry : entries)
            if (entry.record() instanceof JournalRecord.Changed changed) latest.put(changed.incident(), changed.now());
        for (Incident incident : latest.values()) {
            last = Math.max(last, number(incident.id()));
            if (!incident.open()) closed.addFirst(incident);
            else if (incident.state() == Incident.State.PAGED) open.put(incident.element(), incident);
            else
                put(incident.in(
                        Incident.State.CLEARED,
                        incident.changed(),
                        "the loop ended meanwhile, with its node or its bundle; what still is wrong is found anew"));
        }
        while (closed.size() > CLOSED_LIMIT) closed.removeLast();
    }

    private static long number(String id) {
        return id.matches("I-\\d{1,15}") ? Long.parseLong(id.substring(2)) : 0;
    }
}
