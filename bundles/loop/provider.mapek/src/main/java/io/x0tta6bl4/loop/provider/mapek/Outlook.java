package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the monitor looks at what the watch file wants watched: a loop that sees none of it would find all well for ever. */
final class Outlook {
    /** A change of the watch file has reached the monitor by then. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private Model wanted = Model.empty("");
    private Model seen = Model.empty("");
    private volatile Gap gap = new Gap(Set.of(), Instant.MIN);

    private record Gap(Set<ElementId> unseen, Instant since) {}

    /**
     * Once a tick, by the thread that ticks; both models are new objects when they changed. What the monitor does not look at,
     * in words, or empty: then the model that it shows can be relied on.
     */
    Optional<String> follow(Model wantedNow, Model seenNow, Instant now) {
        if (wantedNow != wanted || seenNow != seen) compare(wantedNow, seenNow, now);
        return words();
    }

    private void compare(Model wantedNow, Model seenNow, Instant now) {
        wanted = wantedNow;
        seen = seenNow;
        Set<ElementId> unseen = new TreeSet<>();
        for (Element element : wanted.elements())
            if (element.origin() == Element.Origin.CONFIGURED
                    && seen.element(element.id()).isEmpty()) unseen.add(element.id());
        boolean newly = gap.unseen.isEmpty();
        gap = new Gap(unseen, newly ? now : gap.since);
    }

    /** What is wanted and not looked at, for longer than it may take. */
    Optional<String> trouble(Instant now) {
        Gap current = gap;
        return current.unseen.isEmpty() || current.since.plus(GRACE).isAfter(now) ? Optional.empty() : words();
    }

    private Optional<String> words() {
        Gap current = gap;
        if (current.unseen.isEmpty()) return Optional.empty();
        return Optional.of("the monitor does not look at " + current.unseen + " of the watch file since "
                + current.since + "; restart its bundle when this stays");
    }
}
