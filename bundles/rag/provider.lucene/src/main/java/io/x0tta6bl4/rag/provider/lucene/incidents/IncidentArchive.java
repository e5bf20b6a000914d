package io.x0tta6bl4.rag.provider.lucene.incidents;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.rag.api.Library;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts every incident that ended into the library. It reads the journal behind the loop, so nothing of the loop waits for it;
 * what it could not put in, for want of a model, it tries again. At its start it reads the journal from the beginning: what the
 * library knows is not embedded again.
 */
@Component(service = IncidentArchive.class, immediate = true)
public final class IncidentArchive {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentArchive.class);
    private static final long EVERY_SECONDS = 3;
    private static final int AT_ONCE = 2000;

    private final HotReference<Journal> journal = new HotReference<>("journal", Duration.ZERO);
    private final HotReference<Library> library = new HotReference<>("library", Duration.ZERO);
    private final AtomicLong next = new AtomicLong(1);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .daemon()
            .name("rag-incidents")
            .priority(Thread.MIN_PRIORITY)
            .factory());

    @Activate
    public IncidentArchive() {
        clock.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLibrary(ServiceReference<Library> reference, Library service) {
        library.bind(reference, service);
    }

    void unbindLibrary(ServiceReference<Library> reference) {
        library.unbind(reference);
    }

    /** For use without a framework. */
    IncidentArchive with(Journal entries, Library documents) {
        journal.bind(0, entries);
        library.bind(0, documents);
        return this;
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
        journal.close();
        library.close();
    }

    private void look() {
        try {
            read();
        } catch (UncheckedIOException | IllegalStateException e) {
            LOG.info("Closed incidents are put into the library later: {}", e.getMessage());
        } catch (RuntimeException e) {
            // a thrown exception would end the schedule, and with it the archive
            LOG.warn("An incident could not be put into the library", e);
        }
    }

    /** Reads on in the journal and puts in what ended; what fails is read again the next time. */
    void read() {
        if (!journal.present() || !library.present()) return;
        try {
            List<JournalEntry> entries = journal.call(j -> j.read(next.get(), AT_ONCE));
            Map<String, Incident> ended = new LinkedHashMap<>();
            for (JournalEntry entry : entries)
                if (entry.record() instanceof JournalRecord.Changed changed && over(changed.now()))
                    ended.put(changed.incident(), changed.now());
            ended.values().forEach(this::put);
            if (!entries.isEmpty()) next.set(entries.getLast().sequence() + 1);
        } catch (Retired replaced) {
            LOG.debug("The archive waits: {}", replaced.getMessage());
        }
    }

    /** What people were called for has ended for the loop, and is worth being found. */
    private static boolean over(Incident incident) {
        return !incident.open() || incident.state() == Incident.State.PAGED;
    }

    private void put(Incident incident) {
        List<JournalEntry> all = journal.call(j -> j.ofIncident(incident.id()));
        IncidentReport report = IncidentReport.of(incident, all);
        library.run(l -> l.put(Library.INCIDENTS, incident.id(), report.title(), report.markdown(), report.metadata()));
    }
}
