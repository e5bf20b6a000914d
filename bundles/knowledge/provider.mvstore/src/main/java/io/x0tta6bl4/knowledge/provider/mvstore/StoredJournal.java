package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.knowledge.provider.mvstore.Mark.Acknowledged;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in the store: one entry a key, the hash chain in the entries, an index by incident.
 *
 * <p>One append is one commit, forced to the disk. At most {@value #APPEND_LIMIT} records an append.
 */
@Component(
        service = {Journal.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class StoredJournal implements Journal, SelfTest {
    static final int APPEND_LIMIT = 10_000;
    private static final int INCIDENT_LIMIT = 10_000;
    private static final int AUDIT_STEP = 5_000;
    private static final int END = 100;
    private static final ElementId NODE = new ElementId("node");
    private static final JournalRecord UNREADABLE = new JournalRecord.Noted(
            "", NODE, "This entry cannot be read, its time neither: its part of the store is missing or damaged");
    private static final Logger LOG = LoggerFactory.getLogger(StoredJournal.class);

    private final Store store;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final AtomicLong audited = new AtomicLong();
    private volatile @Nullable Tail tail;
    private volatile Optional<Verification> broken = Optional.empty();

    /** The last acknowledged entry, and the session it was seen in. */
    private record Tail(Session session, long sequence, String hash) {}

    @Activate
    public StoredJournal(@Reference(policyOption = ReferencePolicyOption.GREEDY) Store store) {
        this(store, InstantSource.system());
    }

    StoredJournal(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        try {
            append(List.of());
        } catch (JournalUnavailable e) {
            LOG.error("The journal is not available: {}", e.getMessage());
        }
    }

    @Override
    public synchronized List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf) {
        if (records.size() > APPEND_LIMIT)
            throw new IllegalArgumentException(records.size() + " records at once; at most " + APPEND_LIMIT);
        Tail known = tail;
        if (records.isEmpty() && known != null) return List.of();
        List<Draft> drafts = records.stream()
                .map(record -> Draft.of(codec, record, traceOf.apply(record.incident())))
                .toList();
        List<String> notes = store.notes();
        record Written(Tail tail, List<JournalEntry> entries) {}
        Written written = available(() -> store.write(session -> {
            List<JournalEntry> entries = new ArrayList<>();
            Tail start = start(session, notes, entries);
            int before = entries.size();
            Tail end = put(session, start, drafts, entries);
            return new Written(end, List.copyOf(entries.subList(before, entries.size())));
        }));
        acknowledge(written.tail());
        store.noted(notes);
        return written.entries();
    }

    /** Where to go on in a session: after what was acknowledged, or what is whole; what was found is noted first. */
    private Tail start(Session session, List<String> notes, List<JournalEntry> entries) {
        Tail known = tail;
        if (known != null && known.session() == session) return known;
        JournalMaps maps = new JournalMaps(session);
        long last = maps.last();
        long whole = known == null ? Chain.lastWhole(maps::text, last) : Math.min(last, known.sequence());
        List<String> said = new ArrayList<>(notes);
        if (known == null && whole < last)
            said.add("The journal was cut at entry " + whole + ", the last whole one: " + (last - whole)
                    + " damaged entries after it were removed");
        if (whole < last || !said.isEmpty()) maps.cut(whole);
        String hash = Chain.hashOf(maps::text, whole).orElse(Link.BEFORE_FIRST);
        List<Draft> drafts = said.stream()
                .map(what -> Draft.of(codec, new JournalRecord.Noted("", NODE, what), ""))
                .toList();
        said.subList(notes.size(), said.size()).forEach(LOG::warn);
        return put(session, new Tail(session, whole, hash), drafts, entries);
    }

    private Tail put(Session session, Tail after, List<Draft> drafts, List<JournalEntry> entries) {
        JournalMaps maps = new JournalMaps(session);
        Tail end = after;
        for (Draft draft : drafts) {
            long sequence = end.sequence() + 1;
            Instant at = clock.instant();
            Link link = Link.after(end.hash(), sequence, at, draft.json());
            maps.put(sequence, draft.incident(), link);
            entries.add(new JournalEntry(sequence, at, draft.record(), draft.json(), link.hash(), draft.trace()));
            end = new Tail(session, sequence, link.hash());
        }
        return end;
    }

    private void acknowledge(Tail end) {
        Tail before = tail;
        tail = end;
        if (before != null && before.sequence() == end.sequence()) return;
        try {
            store.mark().write(new Acknowledged(end.sequence(), end.hash()));
        } catch (IOException e) {
            LOG.warn(
                    "The mark of the last entry was not written ({}); a lost end of the journal might go unseen",
                    e.getMessage());
        }
    }

    @Override
    public List<JournalEntry> read(long fromSequence, int limit) {
        long first = Math.max(1, fromSequence);
        long end = Math.min(last(), first + Math.max(0, limit) - 1);
        return maps(maps -> {
            List<JournalEntry> entries = new ArrayList<>();
            for (long sequence = first; sequence <= end; sequence++) entries.add(entry(maps, sequence));
            return entries;
        });
    }

    @Override
    public List<JournalEntry> ofIncident(String incident) {
        long end = last();
        return maps(maps -> maps.ofIncident(incident, INCIDENT_LIMIT).stream()
                .filter(sequence -> sequence <= end)
                .map(sequence -> entry(maps, sequence))
                .toList());
    }

    /** An entry as it is listed; one that cannot be read is listed as well, with a note in its place. */
    private JournalEntry entry(JournalMaps maps, long sequence) {
        return Chain.read(maps::text, sequence)
                .map(link -> new JournalEntry(
                        sequence,
                        link.at(),
                        decoded(link.json()),
                        link.json(),
                        link.hash(),
                        codec.field(link.json(), Draft.TRACE)))
                .orElseGet(() -> new JournalEntry(sequence, Instant.EPOCH, UNREADABLE, "", ""));
    }

    private JournalRecord decoded(String json) {
        try {
            return codec.decode(JournalRecord.class, json);
        } catch (IllegalArgumentException e) {
            String incident = codec.field(json, "incident").orElse("");
            return new JournalRecord.Noted(
                    incident, NODE, "This version cannot read this entry (" + e.getMessage() + "); its JSON is whole");
        }
    }

    @Override
    public long last() {
        Tail known = tail;
        if (known == null) {
            append(List.of());
            known = tail;
        }
        return known == null ? 0 : known.sequence();
    }

    @Override
    public Verification verify() {
        Verification found = check(1, last());
        broken = found.intact() ? Optional.empty() : Optional.of(found);
        return found;
    }

    private Verification check(long from, long to) {
        long checked = 0;
        for (long at = from; at <= to; at += AUDIT_STEP) {
            long first = at;
            long end = Math.min(to, at + AUDIT_STEP - 1);
            Verification found = maps(maps -> Chain.check(maps::text, first, end));
            checked += found.entries();
            if (!found.intact() || end == to) return new Verification(checked, found.intact(), found.detail());
        }
        return new Verification(0, true, "the journal is empty");
    }

    private <T> T maps(Function<JournalMaps, T> look) {
        return available(() -> store.read(session -> look.apply(new JournalMaps(session))));
    }

    private static <T> T available(java.util.function.Supplier<T> body) {
        try {
            return body.get();
        } catch (UncheckedIOException e) {
            throw new JournalUnavailable(e.getMessage(), e);
        }
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "write, force and read back beside the journal; check a part of its chain and its end", () -> {
                    Scratch.test(store, "journal");
                    long last = last();
                    long from = audited.get() >= last ? 1 : audited.get() + 1;
                    long to = Math.min(last, from + AUDIT_STEP - 1);
                    Verification part = check(from, to);
                    Verification end = check(Math.max(1, last - END), last);
                    for (Verification found : List.of(end, part)) if (!found.intact()) broken = Optional.of(found);
                    audited.set(to);
                    broken.ifPresent(found -> {
                        throw new IllegalStateException(
                                found.detail() + ". It is not repaired: compare the journal with a copy of it");
                    });
                    return last == 0
                            ? part.detail()
                            : "entries " + from + " to " + to + " of " + last + ", and the end, fit";
                });
    }
}
