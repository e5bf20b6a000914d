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

    /** The last verdicts with their evidence; most tracks never need one. */
    private static final class Memory {
        final Deque<Boolean> window = new ArrayDeque<>();
        final Deque<Observation> bad = new ArrayDeque<>();
        final Deque<Observation> good = new ArrayDeque<>();

        int badCount() {
            int count = 0;
            for (boolean b : window) if (b) count++;
            return count;
        }

        /** Before there is a symptom only what is still within the window is evidence. */
        void forgetBeyondWindow() {
            int count = badCount();
            while (bad.size() > count) bad.removeFirst();
            if (count == 0) window.clear();
        }
    }

    final Detector detector;
    final String key;
    private @Nullable Memory memory;
    private @Nullable Observation lastGood;
    private @Nullable Symptom symptom;
    private Symptom.@Nullable Kind lastKind;

    Track(Detector detector, String key) {
        this.detector = detector;
        this.key = key;
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
        if (verdict == Verdict.GOOD && quiet()) lastGood = observation;
        else if (verdict == Verdict.NEITHER) forgetGood();
        else remember(observation, verdict == Verdict.BAD, need, naming);
    }

    private void remember(Observation observation, boolean isBad, Need need, Supplier<Naming> naming) {
        Memory kept = memory();
        kept.window.addLast(isBad);
        while (kept.window.size() > need.window()) kept.window.removeFirst();
        if (isBad) {
            kept.good.clear();
            lastGood = null;
            keep(kept.bad, observation);
        } else {
            keep(kept.good, observation);
        }
        if (isBad && (symptom != null || kept.badCount() >= need.fire())) raise(naming.get(), kept.bad);
        else if (symptom != null && kept.good.size() >= need.clear()) clear();
        else if (symptom == null) kept.forgetBeyondWindow();
    }

    private Memory memory() {
        Memory known = memory;
        if (known != null) return known;
        Memory fresh = new Memory();
        memory = fresh;
        return fresh;
    }

    private void raise(Naming naming, Deque<Observation> bad) {
        Symptom before = symptom;
        Instant since = before == null ? bad.getFirst().at() : before.since();
        Symptom.Kind kind = before == null || naming.kind() == lastKind ? naming.kind() : before.kind();
        lastKind = naming.kind();
        symptom = new Symptom(
                naming.element(),
                kind,
                naming.signal(),
                since,
                naming.score(),
                detector.word,
                naming.response(),
                List.copyOf(bad),
                naming.summary());
    }

    private void clear() {
        symptom = null;
        Memory known = memory;
        if (known == null) return;
        known.bad.clear();
        known.window.clear();
    }

    private void forgetGood() {
        Memory known = memory;
        if (known != null) known.good.clear();
    }

    /** Forgets everything, as after a restart of the element. */
    void reset() {
        clear();
        forgetGood();
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
        Memory known = memory;
        return symptom == null && (known == null || known.window.isEmpty());
    }

    /** First signs, not enough for a symptom. */
    boolean suspect() {
        Memory known = memory;
        return symptom == null && known != null && known.window.contains(Boolean.TRUE);
    }

    /** The newest word that spoke against health and still counts. */
    Optional<Observation> lastBad() {
        Memory known = memory;
        return known == null ? Optional.empty() : Optional.ofNullable(known.bad.peekLast());
    }

    void save(NotesWriter out) {
        out.maybe(
                        memory,
                        kept -> out.each(kept.window, out::flag)
                                .each(kept.bad, out::observation)
                                .each(kept.good, out::observation))
                .maybe(lastGood, out::observation)
                .maybe(symptom, s -> SymptomNotes.write(out, s))
                .maybe(lastKind, out::name);
    }

    void restore(NotesReader in) {
        if (in.flag()) {
            Memory kept = memory();
            kept.window.addAll(in.each(in::flag));
            kept.bad.addAll(in.each(in::observation));
            kept.good.addAll(in.each(in::observation));
        }
        lastGood = in.maybe(in::observation).orElse(null);
        symptom = in.maybe(() -> SymptomNotes.read(in)).orElse(null);
        lastKind = in.maybe(() -> in.name(Symptom.Kind.class)).orElse(null);
    }

    /** The observations that speak for health, newest last. */
    List<Observation> goodEvidence() {
        Memory known = memory;
        if (known != null && !known.good.isEmpty()) return List.copyOf(known.good);
        Observation last = lastGood;
        return last == null ? List.of() : List.of(last);
    }
}
