package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one detector on one signal of one element: the last M verdicts, and the symptom while it holds.
 *
 * <p>While it holds, a symptom changes its kind when two bad verdicts in a row say so: what began as a wrong answer may have become
 * a hang.
 *
 * <p>Fire needs N bad verdicts of the last M, whatever lies between them; clear needs a run of good ones. A verdict that is neither leaves both as they are.
 */
final class Track {
    private static final int EVIDENCE = 8;

    /** What one observation says to a detector. */
    enum Verdict {
        GOOD,
        BAD,
        NEITHER
    }

    private final String detector;
    private final Deque<Boolean> window = new ArrayDeque<>();
    private final Deque<Observation> bad = new ArrayDeque<>();
    private final Deque<Observation> good = new ArrayDeque<>();
    private @Nullable Observation lastGood;
    private @Nullable Symptom symptom;
    private Symptom.@Nullable Kind lastKind;

    Track(String detector) {
        this.detector = detector;
    }

    /** What the detector has to know of the signal to name the symptom. */
    record Naming(
            ElementId element, Symptom.Kind kind, String signal, double score, Response response, String summary) {}

    /** N, M, and how many good ones in a row clear. */
    record Need(int fire, int window, int clear) {
        static final Need AT_ONCE = new Need(1, 1, 1);
    }

    /** {@code naming} is asked only when there is something to name; good news is by far the most of what comes. */
    void take(Observation observation, Verdict verdict, Need need, Supplier<Naming> naming) {
        if (verdict == Verdict.GOOD && quiet()) {
            lastGood = observation;
            return;
        }
        if (verdict == Verdict.NEITHER) {
            good.clear();
            return;
        }
        boolean isBad = verdict == Verdict.BAD;
        window.addLast(isBad);
        while (window.size() > need.window()) window.removeFirst();
        if (isBad) {
            good.clear();
            lastGood = null;
            keep(bad, observation);
        } else {
            keep(good, observation);
        }
        if (isBad && (symptom != null || badCount() >= need.fire())) raise(naming.get());
        else if (symptom != null && good.size() >= need.clear()) clear();
        else if (symptom == null) forgetBeyondWindow();
    }

    /** Before there is a symptom only what is still within the window is evidence. */
    private void forgetBeyondWindow() {
        int count = badCount();
        while (bad.size() > count) bad.removeFirst();
        if (count == 0) window.clear();
    }

    private void raise(Naming naming) {
        Symptom before = symptom;
        Instant since = before == null ? oldestBad() : before.since();
        Symptom.Kind kind = before == null || naming.kind() == lastKind ? naming.kind() : before.kind();
        lastKind = naming.kind();
        symptom = new Symptom(
                naming.element(),
                kind,
                naming.signal(),
                since,
                naming.score(),
                detector,
                naming.response(),
                List.copyOf(bad),
                naming.summary());
    }

    private void clear() {
        symptom = null;
        bad.clear();
        window.clear();
    }

    /** Forgets everything, as after a restart of the element. */
    void reset() {
        clear();
        good.clear();
    }

    private int badCount() {
        int count = 0;
        for (boolean b : window) if (b) count++;
        return count;
    }

    private Instant oldestBad() {
        return bad.getFirst().at();
    }

    private static void keep(Deque<Observation> evidence, Observation observation) {
        evidence.addLast(observation);
        while (evidence.size() > EVIDENCE) evidence.removeFirst();
    }

    Optional<Symptom> symptom() {
        return Optional.ofNullable(symptom);
    }

    /** Neither a symptom nor a sign of one. */
    boolean quiet() {
        return symptom == null && window.isEmpty();
    }

    /** First signs, not enough for a symptom. */
    boolean suspect() {
        return symptom == null && window.contains(Boolean.TRUE);
    }

    void save(NotesWriter out) {
        out.each(window, out::flag)
                .each(bad, out::observation)
                .each(good, out::observation)
                .maybe(lastGood, out::observation)
                .maybe(symptom, s -> SymptomNotes.write(out, s))
                .maybe(lastKind, out::name);
    }

    void restore(NotesReader in) {
        window.addAll(in.each(in::flag));
        bad.addAll(in.each(in::observation));
        good.addAll(in.each(in::observation));
        lastGood = in.maybe(in::observation).orElse(null);
        symptom = in.maybe(() -> SymptomNotes.read(in)).orElse(null);
        lastKind = in.maybe(() -> in.name(Symptom.Kind.class)).orElse(null);
    }

    /** The observations that speak for health, newest last. */
    List<Observation> goodEvidence() {
        Observation last = lastGood;
        if (!good.isEmpty() || last == null) return List.copyOf(good);
        return List.of(last);
    }
}
