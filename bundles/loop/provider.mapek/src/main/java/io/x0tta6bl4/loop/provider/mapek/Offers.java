package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.plan.api.Situation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What runbooks propose for open incidents: told once each, and waiting for a person beside all that the loop does itself. */
final class Offers {
    /** More than these for one incident help nobody to choose. */
    private static final int MOST = 3;

    private final Engine engine;
    private final Set<String> told = new HashSet<>();

    Offers(Engine engine) {
        this.engine = engine;
    }

    void forget(String incident) {
        engine.approvals.forget(incident);
        told.removeIf(id -> id.startsWith(incident + "-"));
    }

    /** The proposals for this incident; those for its element by name come first. */
    List<RunbookAction> matching(Incident incident, Element element) {
        return engine.phases.runbooks.callIfPresent(Runbooks::actions).orElse(List.of()).stream()
                .filter(r -> r.matches(element, incident.diagnosis()))
                .sorted((a, b) ->
                        Boolean.compare(a.element().isEmpty(), b.element().isEmpty()))
                .limit(MOST)
                .toList();
    }

    void offer(Situation situation, Instant now) {
        Incident incident = situation.incident();
        for (Action offer : engine.phases.planner.call(planner -> planner.offers(situation))) {
            engine.approvals.offer(
                    offer.id(), incident.id(), now, engine.brakes().approval().expiry());
            if (!told.add(offer.id())) continue;
            engine.chronicle.write(new JournalRecord.Noted(incident.id(), incident.element(), words(offer)));
        }
    }

    private static String words(Action offer) {
        return "the runbook "
                + offer.provenance().map(Action.Provenance::citation).orElse("?") + " proposes "
                + offer.command().name() + "; of this nothing was verified yet, so it waits for a person: loop:approve "
                + offer.id();
    }
}
