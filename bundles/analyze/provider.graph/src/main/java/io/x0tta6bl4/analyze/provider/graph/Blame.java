package io.x0tta6bl4.analyze.provider.graph;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who is to blame for a symptom: follows dependencies from the element that shows it to the deepest one that can explain it. */
final class Blame {
    /** Nobody waits longer than this for a dependency to be looked at. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** An element without probes is not asked for; its events arrive by themselves within this time. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);

    /** A change under observation is looked at three times before anything is said of it. */
    private static final Duration OBSERVATION_WAIT = Duration.ofSeconds(30);

    private final Snapshot snapshot;
    private final Model model;
    private final Set<ElementId> suspect;
    private final Map<ElementId, Instant> sick = new HashMap<>();
    /** Elements with a symptom that cannot come from elsewhere. */
    private final Set<ElementId> selfMade = new HashSet<>();

    private final Map<ElementId, ElementId> roots = new HashMap<>();
    private final Map<ElementId, Set<ElementId>> needs = new HashMap<>();

    Blame(Snapshot snapshot, Analysis analysis) {
        this.snapshot = snapshot;
        this.model = snapshot.model();
        this.suspect = analysis.suspect();
        for (Symptom symptom : analysis.holding()) {
            if (spreads(symptom)) sick.merge(symptom.element(), symptom.since(), (a, b) -> a.isBefore(b) ? a : b);
            if (spreads(symptom) && !inherited(symptom)) selfMade.add(symptom.element());
        }
    }

    /** Whether others can suffer from it. */
    private static boolean spreads(Symptom symptom) {
        return symptom.kind() != Symptom.Kind.SENSOR_FAULT
                && !(symptom.response() == io.x0tta6bl4.knowledge.api.element.Threshold.Response.PAGE);
    }

    /** Whether it can come from a dependency; the end of a process, its memory or a sensor's fault cannot. */
    static boolean inherited(Symptom symptom) {
        return switch (symptom.kind()) {
            case UNRESPONSIVE, MALFUNCTIONING, NOT_RUNNING -> true;
            case BEYOND_THRESHOLD, CHANGING_TOO_FAST, ANOMALOUS ->
                symptom.signal().endsWith(".latency");
            case DOWN, CRASH_LOOPING, SENSOR_FAULT -> false;
        };
    }

    /** The element to blame for a symptom: itself, or the deepest sick element it depends on. */
    ElementId root(Symptom symptom) {
        if (!inherited(symptom) || ownCause(symptom.element())) return symptom.element();
        return roots.computeIfAbsent(symptom.element(), this::settled);
    }

    /** Follows the blame until it stays, so that whoever is blamed keeps the symptoms of its own. */
    private ElementId settled(ElementId from) {
        Set<ElementId> passed = new HashSet<>(Set.of(from));
        ElementId id = deepest(from);
        while (passed.add(id) && !selfMade.contains(id) && !ownCause(id)) id = deepest(id);
        return id;
    }

    /** An element whose process has ended explains all its other symptoms itself. */
    private boolean ownCause(ElementId id) {
        return snapshot.latest(id, Signals.PROCESS_STATE)
                .filter(o -> o.says("exited"))
                .isPresent();
    }

    private ElementId deepest(ElementId from) {
        Deque<ElementId> open = new ArrayDeque<>(model.dependencies(from));
        Set<ElementId> seen = new LinkedHashSet<>(Set.of(from));
        Set<ElementId> found = new LinkedHashSet<>(Set.of(from));
        while (!open.isEmpty()) {
            ElementId id = open.poll();
            if (!seen.add(id)) continue;
            if (sick.containsKey(id)) found.add(id);
            if (sick.containsKey(id) || !healthyAfter(id, sick.getOrDefault(from, Instant.MIN)))
                open.addAll(model.dependencies(id));
        }
        if (found.size() == 1) return from;
        return found.stream()
                .filter(id -> deepestOf(found, id))
                .min(Comparator.comparing((ElementId id) -> sick.getOrDefault(id, Instant.MAX))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(from);
    }

    /** Whether it needs none of the others, but for those that need it in turn. */
    private boolean deepestOf(Set<ElementId> found, ElementId id) {
        return needs(id).stream()
                .filter(found::contains)
                .allMatch(on -> needs(on).contains(id));
    }

    private Set<ElementId> needs(ElementId id) {
        return needs.computeIfAbsent(id, model::allDependencies);
    }

    /** What must be known before the root may be blamed for its own symptoms; empty when nothing. */
    String awaited(ElementId root, List<Symptom> own) {
        if (ownCause(root) || own.stream().anyMatch(s -> spreads(s) && !inherited(s))) return "";
        List<Symptom> inherited = own.stream().filter(Blame::inherited).toList();
        if (inherited.isEmpty()) return "";
        Instant since =
                inherited.stream().map(Symptom::since).min(Instant::compareTo).orElseThrow();
        Instant asked =
                inherited.stream().map(this::asked).min(Instant::compareTo).orElseThrow();
        Optional<ElementId> stopped = stoppedBelow(root, asked);
        if (stopped.isPresent()) return "awaiting: dependency " + stopped.get() + " stopped by operator";
        for (ElementId id : model.allDependencies(root)) {
            if (sick.containsKey(id)) continue;
            if (!suspect.contains(id) && healthyAfter(id, asked)) continue;
            if (!hasEyes(id)) continue;
            if (snapshot.at().isBefore(since.plus(patience(id))))
                return "its dependency " + id + " has not been seen healthy since " + since;
        }
        return "";
    }

    /**
     * A dependency that an operator stopped on purpose explains its callers for as long as it is stopped. A dependency between
     * the two that was seen healthy meanwhile breaks the chain.
     */
    private Optional<ElementId> stoppedBelow(ElementId root, Instant asked) {
        Deque<ElementId> open = new ArrayDeque<>(new TreeSet<>(model.dependencies(root)));
        Set<ElementId> seen = new HashSet<>(Set.of(root));
        while (!open.isEmpty()) {
            ElementId id = open.poll();
            if (!seen.add(id)) continue;
            if (stopped(id)) return Optional.of(id);
            if (!healthyAfter(id, asked)) open.addAll(new TreeSet<>(model.dependencies(id)));
        }
        return Optional.empty();
    }

    private boolean stopped(ElementId id) {
        return snapshot.latest(id, Signals.PROCESS_STATE)
                        .filter(o -> o.reading() instanceof Reading.State s
                                && s.value().equals("never-started")
                                && s.detail().startsWith("stopped by operator"))
                        .isPresent()
                || snapshot.latest(id, Signals.BUNDLE_STATE)
                        .filter(o -> o.says("stopped-by-operator"))
                        .isPresent();
    }

    /** When the first bad answer was asked for: a time-out is told only when it has passed. */
    private Instant asked(Symptom symptom) {
        if (symptom.kind() != Symptom.Kind.UNRESPONSIVE) return symptom.since();
        Duration timeout = model.element(symptom.element()).stream()
                .flatMap(e -> e.probes().stream())
                .map(probe -> probe.schedule().timeout())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return symptom.since().minus(timeout);
    }

    private boolean hasEyes(ElementId id) {
        return snapshot.latest().containsKey(id);
    }

    private boolean healthyAfter(ElementId id, Instant since) {
        Map<String, Observation> latest = snapshot.latest().get(id);
        if (latest == null) return false;
        boolean any = false;
        for (Observation observation : latest.values()) {
            Set<String> healthy = Signals.HEALTHY_STATES.get(observation.signal());
            if (healthy == null || !(observation.reading() instanceof Reading.State state)) continue;
            if (!healthy.contains(state.value())) return false;
            boolean asked = isAsked(observation.signal());
            if (asked && observation.at().isBefore(since)) return false;
            any = true;
        }
        return any;
    }

    /** Probes are asked again and again, and so is a change under observation; events speak until the next event. */
    private static boolean isAsked(String signal) {
        return signal.equals(Signals.HTTP_STATE)
                || signal.equals(Signals.TCP_STATE)
                || signal.equals(Signals.FEATURE_STATE);
    }

    /** Two periods of the dependency's slowest probe and its time-outs. */
    private Duration patience(ElementId id) {
        boolean feature = model.element(id)
                .filter(e -> e.subject() instanceof Subject.Feature)
                .isPresent();
        if (feature) return OBSERVATION_WAIT;
        Duration wait = model.element(id).stream()
                .flatMap(e -> e.probes().stream())
                .map(Probe::schedule)
                .map(s -> s.every().plus(s.timeout()).multipliedBy(2))
                .max(Duration::compareTo)
                .orElse(SHORTEST_WAIT);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
