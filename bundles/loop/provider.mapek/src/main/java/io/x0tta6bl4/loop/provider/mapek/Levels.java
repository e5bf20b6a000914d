package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord.Moved;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.loop.api.LevelState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Firing levels that were moved, by people or by the loop itself, always within the bounds of the watch file. The journal is
 * their memory: a level that no journal took does not move.
 *
 * <p>The loop moves a level one step (a tenth of the bounds) to the tolerant side after {@value #ALONE} incidents in a row that
 * rested on this threshold alone and went by themselves, and one step back to the configured level after a verified repair.
 */
final class Levels {
    static final int ALONE = 3;
    private static final String LOOP = "loop";
    private static final double STEP = 0.1;

    private record Key(ElementId element, Threshold configured) {}

    private final Chronicle chronicle;
    private final Map<Key, Moved> moved = new HashMap<>();
    private final Map<Key, Integer> alone = new HashMap<>();
    private Model watched = Model.empty("node");
    private @Nullable Model inForce;
    private long changes;

    Levels(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** Takes up the moves of before a restart. */
    void recall(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) if (entry.record() instanceof Moved move) keep(move);
    }

    private void keep(Moved move) {
        Key key = new Key(move.element(), move.configured());
        if (move.to() == move.configured().fire()) moved.remove(key);
        else moved.put(key, move);
        changes++;
        inForce = null;
    }

    /** The snapshot with the levels that are in force. */
    Snapshot apply(Snapshot s) {
        if (inForce == null || s.model() != watched) {
            watched = s.model();
            inForce = changes == 0 ? watched : model();
        }
        return inForce == watched
                ? s
                : new Snapshot(s.tick(), s.at(), inForce, s.latest(), s.arrived(), s.shed(), s.silent());
    }

    /** Both numbers only grow, so their sum tells every state from those before it. */
    private Model model() {
        List<Element> elements = watched.elements().stream().map(this::moved).toList();
        return new Model(watched.revision() + changes, watched.node(), elements, watched.policy());
    }

    private Element moved(Element e) {
        if (e.thresholds().stream().noneMatch(t -> moved.containsKey(new Key(e.id(), t)))) return e;
        List<Threshold> thresholds =
                e.thresholds().stream().map(t -> moved(e.id(), t)).toList();
        return new Element(
                e.id(),
                e.subject(),
                e.elementClass(),
                e.zone(),
                e.origin(),
                e.probes(),
                thresholds,
                e.dependsOn(),
                e.hooks(),
                e.anomalies());
    }

    private Threshold moved(ElementId id, Threshold configured) {
        Moved move = moved.get(new Key(id, configured));
        return move == null ? configured : configured.movedTo(move.to());
    }

    /** Every level that may move. */
    List<LevelState> states() {
        List<LevelState> states = new ArrayList<>();
        for (Element element : watched.elements())
            for (Threshold threshold : element.thresholds())
                if (threshold.bounds().isPresent()) states.add(state(new Key(element.id(), threshold)));
        return states;
    }

    private LevelState state(Key key) {
        Moved move = moved.get(key);
        return new LevelState(
                key.element(),
                key.configured(),
                level(key),
                alone.getOrDefault(key, 0),
                move == null ? "" : move.who() + ": " + move.why());
    }

    private double level(Key key) {
        Moved move = moved.get(key);
        return move == null ? key.configured().fire() : move.to();
    }

    /** A person moves a level; throws {@link IllegalArgumentException} in words when that may not be. */
    String move(ElementId element, String signal, double level, String who, String why) {
        return put(only(element, signal), level, who, why);
    }

    /** Back to where the watch file has it. */
    String revert(ElementId element, String signal, String who) {
        Key key = only(element, signal);
        if (!moved.containsKey(key)) return "The level of " + signal + " of " + element + " was not moved.";
        return put(key, key.configured().fire(), who, "reverted to the watch file");
    }

    private String put(Key key, double level, String who, String why) {
        key.configured().movedTo(level);
        Moved move = new Moved(JournalRecord.LEVELS, key.element(), key.configured(), level(key), level, who, why);
        if (!chronicle.write(move))
            throw new IllegalStateException("no level moves without a record: " + chronicle.trouble());
        keep(move);
        alone.remove(key);
        return key.configured().signal() + " of " + key.element() + " fires at " + level + " now, before at "
                + move.from() + "; the watch file has " + key.configured().fire() + ".";
    }

    private Key only(ElementId id, String signal) {
        List<Key> found = watched.element(id).stream()
                .flatMap(e -> e.thresholds().stream())
                .filter(t -> t.signal().equals(signal) && t.bounds().isPresent())
                .map(t -> new Key(id, t))
                .toList();
        if (found.size() == 1) return found.getFirst();
        throw new IllegalArgumentException(
                found.isEmpty()
                        ? "no level of " + signal + " of " + id + " may be moved; the watch file allows it by may-move"
                        : id + " has " + found.size() + " movable thresholds on " + signal
                                + "; this command moves the only one");
    }

    /** An incident went by itself, and nothing was done. */
    void wentAlone(Incident incident) {
        restsOn(incident).ifPresent(key -> {
            int times = alone.merge(key, 1, Integer::sum);
            double side = key.configured().direction() == Threshold.Direction.ABOVE ? 1 : -1;
            if (times >= ALONE)
                step(
                        key,
                        side,
                        times + " incidents in a row rested on it alone and went by themselves, last " + incident.id());
        });
    }

    /** A repair of an incident was verified: what fired was right. */
    void confirmed(Incident incident) {
        restsOn(incident).ifPresent(key -> {
            alone.remove(key);
            Moved move = moved.get(key);
            if (move == null || !move.who().equals(LOOP)) return;
            step(key, Math.signum(key.configured().fire() - move.to()), "a repair was verified, " + incident.id());
        });
    }

    private void step(Key key, double side, String why) {
        Threshold.Bounds bounds = key.configured().bounds().orElseThrow();
        double home = key.configured().fire();
        double before = level(key);
        double to = Math.clamp(before + side * STEP * (bounds.most() - bounds.least()), bounds.least(), bounds.most());
        if ((before - home) * (to - home) < 0) to = home;
        alone.remove(key);
        if (to != before && chronicle.trouble().isEmpty()) put(key, to, LOOP, why);
    }

    /** The one movable threshold that all symptoms of the incident come from. */
    private Optional<Key> restsOn(Incident incident) {
        List<Symptom> symptoms = incident.diagnosis().symptoms();
        Symptom first = symptoms.getFirst();
        Optional<Threshold.Measure> measure = switch (first.kind()) {
            case BEYOND_THRESHOLD -> Optional.of(Threshold.Measure.LEVEL);
            case CHANGING_TOO_FAST -> Optional.of(Threshold.Measure.CHANGE_PER_MINUTE);
            default -> Optional.empty();
        };
        if (measure.isEmpty() || symptoms.stream().anyMatch(s -> !s.key().equals(first.key()))) return Optional.empty();
        List<Key> keys = watched.element(first.element()).stream()
                .flatMap(e -> e.thresholds().stream())
                .filter(t -> t.signal().equals(first.signal()) && t.measure() == measure.get())
                .map(t -> new Key(first.element(), t))
                .toList();
        return keys.size() == 1 && keys.getFirst().configured().bounds().isPresent()
                ? Optional.of(keys.getFirst())
                : Optional.empty();
    }
}
