package io.x0tta6bl4.analyze.provider.graphsage;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The element graph in numbers: what the model is trained on, and what it is asked with. The same code makes both, so what was
 * learned and what is asked cannot drift apart.
 *
 * @param nodes the elements, in the order of the model
 * @param features {@link #FEATURES} numbers of each element, each within [-1, 1]
 * @param callers of each dependency, who needs
 * @param callees of each dependency, who is needed
 * @param shown what kind of trouble the whole graph shows, see {@link Shown}
 */
public record Signs(List<ElementId> nodes, float[] features, int[] callers, int[] callees, Shown shown) {
    /** How many numbers say how an element is. */
    public static final int FEATURES = 12;

    private static final double LEVELS = 3;

    /** The worst that anybody shows: known while it lasts, unlike the kind of fault. */
    public enum Shown {
        ENDED,
        SILENT,
        WRONG,
        SLOW,
        NOTHING
    }

    /** What a snapshot and its symptoms say of each element. */
    public static Signs of(Snapshot snapshot, Analysis analysis) {
        List<Element> elements = List.copyOf(snapshot.model().elements());
        Map<ElementId, Integer> index = HashMap.newHashMap(elements.size());
        for (int i = 0; i < elements.size(); i++) index.put(elements.get(i).id(), i);
        Map<ElementId, List<Symptom>> symptoms = new HashMap<>();
        for (Symptom symptom : analysis.holding())
            symptoms.computeIfAbsent(symptom.element(), id -> new ArrayList<>()).add(symptom);
        float[] features = new float[FEATURES * elements.size()];
        Onset onset = Onset.of(analysis.holding());
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            write(
                    features,
                    i * FEATURES,
                    snapshot,
                    element,
                    symptoms.getOrDefault(element.id(), List.of()),
                    onset,
                    analysis.suspect());
        }
        List<int[]> calls = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++)
            for (ElementId on : elements.get(i).dependsOn()) {
                Integer callee = index.get(on);
                if (callee != null) calls.add(new int[] {i, callee});
            }
        return new Signs(
                elements.stream().map(Element::id).toList(),
                features,
                calls.stream().mapToInt(c -> c[0]).toArray(),
                calls.stream().mapToInt(c -> c[1]).toArray(),
                shown(analysis.holding()));
    }

    private static Shown shown(List<Symptom> holding) {
        Set<Symptom.Kind> kinds = EnumSet.noneOf(Symptom.Kind.class);
        holding.forEach(symptom -> kinds.add(symptom.kind()));
        if (kinds.contains(Symptom.Kind.DOWN) || kinds.contains(Symptom.Kind.CRASH_LOOPING)) return Shown.ENDED;
        if (kinds.contains(Symptom.Kind.UNRESPONSIVE)) return Shown.SILENT;
        if (kinds.contains(Symptom.Kind.MALFUNCTIONING) || kinds.contains(Symptom.Kind.NOT_RUNNING)) return Shown.WRONG;
        return kinds.isEmpty() ? Shown.NOTHING : Shown.SLOW;
    }

    private static void write(
            float[] to,
            int at,
            Snapshot snapshot,
            Element element,
            List<Symptom> symptoms,
            Onset onset,
            Set<ElementId> suspect) {
        Map<String, Observation> latest = snapshot.latest().getOrDefault(element.id(), Map.of());
        for (Observation seen : latest.values()) {
            if (seen.quality() != Observation.Quality.GOOD) continue;
            if (seen.reading() instanceof Reading.State state) state(to, at, seen.signal(), state.value());
        }
        for (Threshold threshold : element.thresholds()) level(to, at, threshold, latest.get(threshold.signal()));
        for (Symptom symptom : symptoms) {
            int column = symptom.kind() == Symptom.Kind.BEYOND_THRESHOLD
                            && symptom.signal().endsWith(".latency")
                    ? 6
                    : 7;
            to[at + column] = Math.max(to[at + column], (float) symptom.score());
            to[at + 8] = Math.max(to[at + 8], onset.earliness(symptom.since()));
        }
        to[at + 9] = suspect.contains(element.id()) ? 1 : 0;
        to[at + 10] = latest.isEmpty() ? 0 : 1;
        to[at + 11] = snapshot.silent().contains(element.id()) ? 1 : 0;
    }

    private static void state(float[] to, int at, String signal, String value) {
        switch (value) {
            case "exited" -> to[at] = 1;
            case "unreachable" -> to[at + 1] = 1;
            case "unresponsive" -> to[at + 2] = 1;
            case "wrong" -> to[at + 3] = 1;
            default -> {
                Set<String> healthy = Signals.HEALTHY_STATES.getOrDefault(signal, Set.of(value));
                if (!healthy.contains(value)) to[at] = 1;
            }
        }
    }

    /** How far a level is beyond the one that fires: 0 at it, and 1 at eight times it. */
    private static void level(
            float[] to, int at, Threshold threshold, @org.jspecify.annotations.Nullable Observation seen) {
        if (seen == null || !(seen.reading() instanceof Reading.Measured m) || threshold.fire() <= 0) return;
        if (threshold.measure() != Threshold.Measure.LEVEL || threshold.direction() != Threshold.Direction.ABOVE)
            return;
        double levels = StrictMath.log(Math.max(m.value() / threshold.fire(), 0.125)) / StrictMath.log(2) / LEVELS;
        int column = threshold.signal().endsWith(".latency") ? 4 : 5;
        float beyond = (float) Math.clamp(levels, -1, 1);
        if (to[at + column] == 0 || beyond > to[at + column]) to[at + column] = beyond;
    }

    /** When the first and the last symptom began. */
    private record Onset(Instant first, Instant last) {
        static Onset of(List<Symptom> holding) {
            Instant first =
                    holding.stream().map(Symptom::since).min(Instant::compareTo).orElse(Instant.EPOCH);
            Instant last =
                    holding.stream().map(Symptom::since).max(Instant::compareTo).orElse(Instant.EPOCH);
            return new Onset(first, last);
        }

        /** 1 for the first, 0.1 for the last. */
        float earliness(Instant since) {
            long span = Duration.between(first, last).toMillis();
            return span == 0
                    ? 1
                    : (float) (1 - 0.9 * Duration.between(first, since).toMillis() / span);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
