package io.x0tta6bl4.execute.provider.alertmanager;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
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
 * Tells an Alertmanager of every incident that is open, and when it ends. It reads the journal behind the loop, so nothing of
 * the loop waits for it; what was not taken is told again, for as long as it is so.
 */
@Component(
        service = SelfTest.class,
        immediate = true,
        property = {"x0.capability=execute", "x0.name=alertmanager"})
public final class IncidentAlerts implements SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentAlerts.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int AT_ONCE = 2_000;

    private final HotReference<Journal> journal = new HotReference<>("journal", Duration.ZERO);
    private final Optional<Alertmanager> alertmanager;
    private final String setting;
    private final String node;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("x0-alertmanager").factory());
    private final Alerts alerts = new Alerts();
    private final AtomicLong next = new AtomicLong(1);
    private final Pace pace = new Pace();

    @Activate
    public IncidentAlerts(BundleContext context) {
        this(
                Optional.ofNullable(System.getenv(Alertmanager.SETTING)).orElse(""),
                String.valueOf(context.getProperty("x0.node")),
                SteadyClock.system(),
                LIMIT);
        timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    IncidentAlerts(String address, String node, InstantSource clock, Duration limit) {
        this.node = node;
        this.clock = clock;
        Optional<Alertmanager> known = Optional.empty();
        String wrong = address.isBlank() ? Alertmanager.SETTING + " is not set; nobody is told of incidents" : "";
        try {
            if (wrong.isEmpty()) known = Optional.of(new Alertmanager(Alertmanager.address(address), limit));
        } catch (IllegalArgumentException e) {
            wrong = String.valueOf(e.getMessage());
        }
        this.alertmanager = known;
        this.setting = wrong;
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

    /** For use without a framework. */
    IncidentAlerts with(Journal entries) {
        journal.bind(0, entries);
        return this;
    }

    /** Reads on in the journal, and tells what is to be told when it has read all. */
    synchronized void look() {
        if (alertmanager.isEmpty()) return;
        try {
            if (!read()) return;
            Instant now = clock.instant();
            if (pace.ripe(now)) tell(alertmanager.get(), now);
        } catch (RuntimeException e) {
            // a thrown exception would end the schedule
            LOG.warn("Incidents are told later: {}", e.toString());
        }
    }

    /** Whether the end was reached: what is over by then was never news. */
    private boolean read() {
        if (!journal.present()) return false;
        List<JournalEntry> entries = journal.call(j -> j.read(next.get(), AT_ONCE));
        for (JournalEntry entry : entries)
            if (entry.record() instanceof JournalRecord.Changed changed) alerts.take(changed.now(), entry.trace());
        if (!entries.isEmpty()) next.set(entries.getLast().sequence() + 1);
        return entries.size() < AT_ONCE;
    }

    private void tell(Alertmanager to, Instant now) {
        List<Alert> due = alerts.due(now);
        if (due.isEmpty()) return;
        JsonArrayBuilder all = Json.createArrayBuilder();
        due.forEach(alert -> all.add(alert.json(node, now)));
        try {
            to.post(all.build().toString());
            alerts.told(due, now);
            if (!pace.why().isEmpty()) LOG.info("Alertmanager takes alerts again");
            pace.taken();
        } catch (IOException e) {
            if (pace.why().isEmpty()) LOG.warn("Alerts were not taken, and are told again: {}", e.getMessage());
            pace.refused(String.valueOf(e.getMessage()), now);
        }
    }

    /** Asks the Alertmanager who it is; no alert is made up. */
    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("ask the Alertmanager its version", () -> {
            if (alertmanager.isEmpty()) throw new IllegalStateException(setting);
            String version = alertmanager.get().version();
            synchronized (this) {
                if (!pace.why().isEmpty())
                    throw new IllegalStateException("the last alerts were not taken: " + pace.why());
                return "version " + version + "; " + alerts.words();
            }
        });
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
        alertmanager.ifPresent(Alertmanager::close);
        journal.close();
    }
}
