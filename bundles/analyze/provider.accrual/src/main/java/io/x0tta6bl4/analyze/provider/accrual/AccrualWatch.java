package io.x0tta6bl4.analyze.provider.accrual;

import io.x0tta6bl4.analyze.api.LinkWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/** The deadlines of all links on one clock. Memory is bounded: one record and one deadline a link, and a limit on links. */
final class AccrualWatch implements LinkWatch {
    static final int MOST_LINKS = 100_000;

    private enum Stage {
        QUIET,
        PATIENCE,
        STRETCHED
    }

    private record Deadline(long at, String link, Stage stage, long turn) {
        private static final Comparator<Deadline> ORDER = Comparator.comparingLong(Deadline::at)
                .thenComparing(Deadline::stage)
                .thenComparing(Deadline::link)
                .thenComparingLong(Deadline::turn);
    }

    private final Tuning tuning;
    private final Map<String, Link> links = new HashMap<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(Deadline.ORDER);
    private final Crowd crowd;
    private long now = Long.MIN_VALUE;

    AccrualWatch(Tuning tuning) {
        this.tuning = tuning;
        this.crowd = new Crowd(tuning);
    }

    @Override
    public List<Change> arrival(String link, Instant at) {
        List<Change> changes = new ArrayList<>();
        turn(at.toEpochMilli(), changes);
        Link known = links.get(link);
        if (known == null) {
            if (links.size() >= MOST_LINKS)
                throw new IllegalArgumentException("more than " + MOST_LINKS + " links are too many for one watch");
            links.put(link, new Link(link, now, tuning));
            return changes;
        }
        if (known.suspected)
            changes.add(new Change(link, false, at, "a heartbeat came after " + (now - known.last()) + " ms"));
        known.beat(now);
        if (known.known()) deadlines.add(new Deadline(known.quietAt(), link, Stage.QUIET, known.turn()));
        sweep();
        return changes;
    }

    @Override
    public List<Change> advance(Instant to) {
        List<Change> changes = new ArrayList<>();
        turn(to.toEpochMilli(), changes);
        return changes;
    }

    @Override
    public void forget(String link) {
        links.remove(link);
    }

    private void turn(long to, List<Change> changes) {
        if (to < now) throw new IllegalArgumentException("time goes back from " + now + " to " + to + " ms");
        while (!deadlines.isEmpty() && deadlines.peek().at <= to) pass(deadlines.poll(), changes);
        now = to;
    }

    private void pass(Deadline deadline, List<Change> changes) {
        Link link = links.get(deadline.link);
        if (link == null || link.turn() != deadline.turn) return;
        if (deadline.stage == Stage.QUIET) {
            link.quiet = true;
            crowd.quiet(link, deadline.at);
            deadlines.add(
                    new Deadline(Math.max(deadline.at, link.suspectAt()), link.name, Stage.PATIENCE, deadline.turn));
        } else if (deadline.stage == Stage.PATIENCE && link.stretched) {
            deadlines.add(
                    new Deadline(Math.max(deadline.at, link.stretchedTo()), link.name, Stage.STRETCHED, deadline.turn));
        } else {
            link.suspected = true;
            changes.add(new Change(link.name, true, Instant.ofEpochMilli(deadline.at), reason(link, deadline)));
        }
    }

    private static String reason(Link link, Deadline deadline) {
        return String.format(
                Locale.ROOT,
                "silent for %d ms; its heartbeats come every %.0f ms and its silences stay below %d ms%s",
                deadline.at - link.last(),
                link.unit(),
                link.patience(),
                deadline.stage == Stage.STRETCHED
                        ? ", and it was given more time because many fell silent at once"
                        : "");
    }

    /** Deadlines of silences that are over are taken out when they outnumber the links. */
    private void sweep() {
        if (deadlines.size() <= 8 * links.size() + 64) return;
        deadlines.removeIf(d -> {
            Link link = links.get(d.link);
            return link == null || link.turn() != d.turn;
        });
    }
}
