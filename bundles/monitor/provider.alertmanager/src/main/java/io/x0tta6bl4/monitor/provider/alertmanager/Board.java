package io.x0tta6bl4.monitor.provider.alertmanager;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which alerts fire, by element. At most 1,000 are known; what is left out is counted. */
final class Board {
    static final int MOST = 1_000;
    /** A firing alert without news for so long is forgotten; Alertmanager repeats after four hours by default. */
    static final Duration FORGET = Duration.ofHours(5);

    private static final int NAMED = 5;
    private static final int NAME = 100;
    /** What the node itself tells an Alertmanager must not come back as a symptom. */
    private static final Set<String> OWN = Set.of("X0Incident", "X0Page");

    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final Set<String> unknown = new TreeSet<>();
    private boolean doubtful;

    private record Known(ElementId element, String signal, boolean firing, Instant at) {}

    synchronized void take(Notification notification, Predicate<String> isElement, Instant now) {
        for (Notification.Item item : notification.alerts())
            if (OWN.contains(item.name())) refuse("of the node itself", false);
            else if (!isElement.test(item.element())) {
                refuse("of an unknown element", true);
                if (unknown.size() < NAMED) unknown.add("'" + name(item.element()) + "'");
            } else if (known.size() >= MOST && !known.containsKey(item.labels())) refuse("over the limit", true);
            else
                known.put(
                        item.labels(),
                        new Known(new ElementId(item.element()), "x-alert." + name(item.name()), item.firing(), now));
    }

    synchronized void refuse(String why, boolean doubt) {
        refused.merge(why, 1L, Long::sum);
        doubtful |= doubt;
    }

    /** How many alerts of each name fire on each element; a resolved one reads 0. */
    synchronized List<Observation> tell(Instant now) {
        known.values().removeIf(one -> one.at().plus(FORGET).isBefore(now));
        Map<ElementId, Map<String, Integer>> counts = new HashMap<>();
        for (Known one : known.values()) {
            Map<String, Integer> of = counts.computeIfAbsent(one.element(), _ -> new TreeMap<>());
            of.merge(one.signal(), one.firing() ? 1 : 0, Integer::sum);
            of.merge("x-alerts.firing", one.firing() ? 1 : 0, Integer::sum);
        }
        List<Observation> all = new ArrayList<>();
        counts.forEach((element, of) -> of.forEach((signal, count) ->
                all.add(Observation.measured(element, signal, count, "1", now, AlertmanagerSensor.NAME))));
        return all;
    }

    /** Whether something was not taken since the last call. */
    synchronized boolean takeDoubt() {
        boolean was = doubtful;
        doubtful = false;
        return was;
    }

    synchronized String words() {
        String names = unknown.isEmpty() ? "" : ", for example " + String.join(", ", unknown);
        return known.size() + " alerts known" + (refused.isEmpty() ? "" : "; not taken: " + refused + names);
    }

    private static String name(String given) {
        String cut = given.length() <= NAME ? given : given.substring(0, NAME);
        return cut.replaceAll("[^A-Za-z0-9._/-]+", "_");
    }
}
