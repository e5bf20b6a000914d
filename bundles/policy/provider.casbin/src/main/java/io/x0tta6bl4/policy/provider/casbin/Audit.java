package io.x0tta6bl4.policy.provider.casbin;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refusals to the journal: at most 20 a second, and then how many more there were. */
final class Audit {
    static final int PER_SECOND = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HotReference<Journal> journal;
    private final InstantSource clock;
    private Instant window = Instant.MIN;
    private int written;
    private long omitted;

    Audit(HotReference<Journal> journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void refused(Request request, Decision decision, String version) {
        String what =
                "policy " + (version.isEmpty() ? "(none)" : version) + " refused " + request + ": " + decision.reason();
        String more = admit();
        if (more == null) return;
        append(what + more);
    }

    /** What to add to the record, or null when it is one too many. */
    private synchronized @org.jspecify.annotations.Nullable String admit() {
        Instant now = clock.instant();
        if (window.equals(Instant.MIN) || !window.plus(SECOND).isAfter(now)) {
            window = now;
            written = 0;
        }
        if (++written > PER_SECOND) {
            omitted++;
            return null;
        }
        String more = omitted == 0 ? "" : " (" + omitted + " more refusals before were not written)";
        omitted = 0;
        return more;
    }

    private void append(String what) {
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }
}
