package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second opinion on who is alive, by silence alone: each good word on a state that is told again and again is a heartbeat for the
 * accrual failure detector. In shadow: what it says is noted beside the incidents and shown, and sets nothing off.
 *
 * <p>Local health comes first: a node that itself stood still hears nobody, which says nothing about the others. So its own
 * stand-stills are taken out of the time that the detector sees.
 */
final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    /** A loop that has not looked for longer than this has stood still. */
    private static final Duration STALL = Duration.ofSeconds(2);

    /** So much of a stand-still is still counted: the time to the next look, had it not stood still. */
    private static final Duration USUAL = Duration.ofMillis(100);

    /** Further elements are not listened to. */
    private static final int MOST_LINKS = 10_000;

    private static final int SHOWN = 5;
    private static final Set<String> TOLD_AGAIN = Set.of(Signals.PROCESS_STATE, Signals.HTTP_STATE, Signals.TCP_STATE);

    private record Beat(Link link, Instant at) {}

    private record Link(ElementId element, String signal) {
        String name() {
            return element + " " + signal;
        }
    }

    private final Phases phases;
    private final Chronicle chronicle;
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, LinkWatch.Change> suspected = new TreeMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    /** The incident that was told of each link last: a link that comes and goes is told once. */
    private final Map<String, String> noted = new HashMap<>();

    private @Nullable FailureDetector maker;
    private @Nullable LinkWatch watch;
    private @Nullable Instant looked;
    private Instant clock = Instant.EPOCH;
    /** Up to when the detector was told. */
    private Instant told = Instant.EPOCH;

    private Duration skew = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private long stalls;

    Heartbeats(Phases phases, Chronicle chronicle) {
        this.phases = phases;
        this.chronicle = chronicle;
    }

    /** Listens to what arrived in a tick; {@code incidents} are the open ones by element. */
    synchronized void take(Snapshot snapshot, Map<ElementId, String> incidents) {
        boolean there = phases.detector.callIfPresent(this::follow).isPresent();
        if (!there) forgetAll();
        stood(snapshot.at());
        LinkWatch watching = watch;
        if (watching == null) return;
        List<LinkWatch.Change> changes = new ArrayList<>();
        for (Beat beat : beats(snapshot)) {
            heard.put(beat.link.name(), beat.at);
            changes.addAll(watching.arrival(beat.link.name(), beat.at));
        }
        changes.addAll(watching.advance(clock));
        forgetStopped(snapshot, watching);
        changes.forEach(change -> changed(change, incidents));
    }

    private boolean follow(FailureDetector detector) {
        if (detector == maker) return true;
        forgetAll();
        maker = detector;
        watch = detector.begin();
        return true;
    }

    private void forgetAll() {
        maker = null;
        watch = null;
        links.clear();
        suspected.clear();
        heard.clear();
        noted.clear();
    }

    /** Time goes on, but for what this node itself slept through. */
    private void stood(Instant at) {
        Instant before = looked;
        looked = at;
        if (before != null) {
            Duration gap = Duration.between(before, at);
            if (gap.compareTo(STALL) > 0) {
                skew = skew.plus(gap).minus(USUAL);
                stalls++;
                if (gap.compareTo(longest) > 0) longest = gap;
                LOG.warn(
                        "This node itself stood still for {} ms; nobody is held for dead because of it",
                        gap.toMillis());
            }
        }
        Instant now = at.minus(skew);
        if (now.isAfter(clock)) clock = now;
    }

    private List<Beat> beats(Snapshot snapshot) {
        List<Beat> beats = new ArrayList<>();
        Instant from = told.isAfter(clock) ? clock : told;
        told = clock;
        for (Observation observation : snapshot.arrived()) {
            if (!alive(observation)) continue;
            Link link = link(observation);
            if (link == null) continue;
            Instant at = observation.at().minus(skew);
            beats.add(new Beat(link, at.isAfter(clock) ? clock : at.isBefore(from) ? from : at));
        }
        beats.sort(Comparator.comparing(Beat::at));
        return beats;
    }

    private static boolean alive(Observation observation) {
        return observation.quality() == Quality.GOOD
                && TOLD_AGAIN.contains(observation.signal())
                && observation.reading() instanceof Reading.State state
                && Signals.HEALTHY_STATES.get(observation.signal()).contains(state.value());
    }

    private @Nullable Link link(Observation observation) {
        Link link = new Link(observation.element(), observation.signal());
        if (links.size() >= MOST_LINKS && !links.containsKey(link.name())) return null;
        links.putIfAbsent(link.name(), link);
        return link;
    }

    /** Who left the model, or was never started or stopped by somebody, is silent with good reason. */
    private void forgetStopped(Snapshot snapshot, LinkWatch watching) {
        links.values().removeIf(link -> {
            boolean gone = snapshot.model().element(link.element).isEmpty()
                    || snapshot.latest(link.element, Signals.PROCESS_STATE)
                            .filter(o -> o.says("never-started"))
                            .isPresent();
            if (gone) {
                watching.forget(link.name());
                suspected.remove(link.name());
                heard.remove(link.name());
                noted.remove(link.name());
            }
            return gone;
        });
    }

    private void changed(LinkWatch.Change change, Map<ElementId, String> incidents) {
        Link link = links.get(change.link());
        if (link == null) return;
        if (change.suspected()) suspected.put(change.link(), change);
        else suspected.remove(change.link());
        if (!change.suspected()) return;
        String incident = incidents.get(link.element);
        if (incident == null)
            LOG.debug("By its heartbeats {} is held for dead, and no rule says so: {}", link.name(), change.reason());
        else if (!incident.equals(noted.put(link.name(), incident)))
            chronicle.write(new JournalRecord.Noted(
                    incident, link.element, "heartbeats agree: " + link.signal + " is " + change.reason()));
    }

    /** Notes beside a new incident what heartbeats say of its element, when they were listened to. */
    synchronized void tell(String incident, ElementId root) {
        List<String> words = links.values().stream()
                .filter(link -> link.element.equals(root))
                .sorted(Comparator.comparing(Link::signal))
                .map(this::words)
                .toList();
        if (watch == null || words.isEmpty()) return;
        boolean agree = links.values().stream()
                .anyMatch(link -> link.element.equals(root) && suspected.containsKey(link.name()));
        chronicle.write(new JournalRecord.Noted(
                incident,
                root,
                (agree ? "heartbeats agree: " : "heartbeats do not say so yet: ") + String.join("; ", words)));
    }

    private String words(Link link) {
        LinkWatch.Change change = suspected.get(link.name());
        if (change != null) return link.signal + " is " + change.reason();
        Instant last = heard.getOrDefault(link.name(), clock);
        return link.signal + " was good "
                + Math.max(0, Duration.between(last, clock).toMillis()) + " ms ago";
    }

    /** What it says now, in a sentence. */
    synchronized String words() {
        if (watch == null)
            return "heartbeats (accrual, in shadow): nobody judges them; the feature analyze.accrual is not there";
        String dead = suspected.isEmpty()
                ? "nobody is held for dead"
                : "held for dead: "
                        + String.join(
                                "; ",
                                suspected.values().stream()
                                        .limit(SHOWN)
                                        .map(c -> c.link() + " (" + c.reason() + ")")
                                        .toList())
                        + (suspected.size() > SHOWN ? "; and " + (suspected.size() - SHOWN) + " more" : "");
        return String.format(
                Locale.ROOT,
                "heartbeats (accrual, in shadow): %d links, %s; this node itself stood still %d times%s",
                links.size(),
                dead,
                stalls,
                stalls == 0 ? "" : ", at most for " + longest.toMillis() + " ms, which was held against nobody");
    }
}
