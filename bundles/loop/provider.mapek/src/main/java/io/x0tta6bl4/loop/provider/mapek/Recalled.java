package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An action from before a restart of the node that counts towards the rate limit (brake 1), as it counted when it was begun: a
 * plan once, however many actions it has; not what an operator or the watch file ordered, nor what a brake held back at last.
 * What was begun and has no end in the journal, because the node was killed meanwhile, counts: it may have had its effect, and
 * a node that dies of its own actions must not begin them anew without limit.
 *
 * @param target what it was done to
 * @param at when it was begun
 */
record Recalled(ElementId target, Instant at) {

    static List<Recalled> of(List<JournalEntry> entries) {
        Map<String, Recalled> begun = new LinkedHashMap<>();
        Set<String> later = new HashSet<>();
        for (JournalEntry entry : entries)
            switch (entry.record()) {
                case JournalRecord.Planned(String incident, Plan plan) -> {
                    List<String> ids = plan.actions().stream().map(Action::id).toList();
                    later.addAll(ids);
                    if (!ids.isEmpty())
                        later.remove(ids.getFirst()); // a plan goes on from the numbers of the one before
                }
                case JournalRecord.Begun(String incident, Action action) -> {
                    if (heals(incident, action) && !later.contains(action.id()))
                        begun.put(action.id(), new Recalled(action.target(), entry.at()));
                }
                case JournalRecord.Ended(String incident, Action action, Outcome outcome) -> {
                    if (outcome instanceof Outcome.Suppressed) begun.remove(action.id());
                }
                default -> {}
            }
        return List.copyOf(begun.values());
    }

    private static boolean heals(String incident, Action action) {
        return !incident.isEmpty()
                && !incident.equals(Supervision.WATCH_FILE)
                && action.page().isEmpty();
    }
}
