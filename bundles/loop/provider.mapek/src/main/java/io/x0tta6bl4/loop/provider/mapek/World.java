package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that the brakes may look at when they judge one action.
 *
 * @param now steady time
 * @param localTime wall clock, for maintenance windows
 * @param model elements and policy
 * @param open open incidents by element
 * @param busy elements an action is being carried out on
 * @param holding symptoms that hold
 * @param target memory of an element
 * @param tokens node-level actions that may begin now
 * @param paused why the loop is paused, empty when it is not
 * @param journalTrouble why the journal takes nothing, empty when it does
 * @param zones configured elements by zone
 * @param approved ids of actions a person agreed to, still valid
 * @param starting those of the busy ones that are started for the first time and so were not in service before
 */
record World(
        Instant now,
        LocalTime localTime,
        Model model,
        Map<ElementId, Incident> open,
        Set<ElementId> busy,
        List<Symptom> holding,
        Function<ElementId, Target> target,
        double tokens,
        String paused,
        String journalTrouble,
        Map<String, Integer> zones,
        Set<String> approved,
        Set<ElementId> starting) {
    World {
        open = new TreeMap<>(open);
    }
}
