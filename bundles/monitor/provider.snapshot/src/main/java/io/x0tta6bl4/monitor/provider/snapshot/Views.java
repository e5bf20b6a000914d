package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every element, by its place on the roll. A tick pays for the elements of which something arrived or grew old;
 * of each other one it compares one number and shares what it froze before.
 */
final class Views {
    /** {@link #due} of an element that has to be frozen anew. */
    private static final long NOW = Long.MIN_VALUE;

    private Roll roll = new Roll(Model.empty("node"));
    private @Nullable ElementView[] views = new ElementView[0];
    private @Nullable LatestSignals[] frozen = new LatestSignals[0];
    /** Second from which on an element may have grown old. */
    private long[] due = new long[0];

    private int seen;
    private final Set<ElementId> silent = new HashSet<>();
    private Set<ElementId> silentFrozen = Set.of();

    /** The latest observations and the silent elements of one tick. */
    record Frozen(Map<ElementId, Map<String, Observation>> latest, Set<ElementId> silent) {}

    /** A new model: elements that left are forgotten, those that stay keep what is known of them. */
    void follow(Model model) {
        Roll before = roll;
        @Nullable ElementView[] known = views;
        roll = new Roll(model);
        views = new ElementView[roll.size()];
        frozen = new LatestSignals[roll.size()];
        due = new long[roll.size()];
        seen = 0;
        for (int place = 0; place < roll.size(); place++) {
            Element element = roll.element(place);
            int old = before.place(element.id());
            ElementView view = old == Roll.NONE || watchedAnotherWay(before.element(old), element) ? null : known[old];
            if (view != null) view.freshFor(Freshness.of(element));
            views[place] = view;
            due[place] = view == null ? Long.MAX_VALUE : NOW;
        }
        silent.clear();
        silentFrozen = Set.of();
    }

    /** What a probe said that was taken out of the watch file would grow old, and look like a sensor that has gone silent. */
    private static boolean watchedAnotherWay(Element before, Element now) {
        if (!before.subject().kind().equals(now.subject().kind())) return true;
        return !before.probes().equals(now.probes()) && !kinds(now).containsAll(kinds(before));
    }

    private static Set<Class<?>> kinds(Element element) {
        Set<Class<?>> kinds = new HashSet<>();
        element.probes().forEach(probe -> kinds.add(probe.getClass()));
        return kinds;
    }

    /** What is known of each element, to be handed over. */
    Map<ElementId, byte[]> notes() {
        Map<ElementId, byte[]> notes = new HashMap<>();
        for (int place = 0; place < views.length; place++) {
            ElementView view = views[place];
            if (view == null) continue;
            NotesWriter out = new NotesWriter();
            view.save(out);
            notes.put(roll.element(place).id(), out.bytes());
        }
        return notes;
    }

    /** Goes on from the notes of an element of which nothing is known yet; false when it is not in the model. */
    boolean inherit(ElementId id, byte[] notes) {
        int place = roll.place(id);
        if (place == Roll.NONE) return false;
        if (views[place] != null) return true;
        ElementView view = new ElementView(Freshness.of(roll.element(place)));
        view.restore(new NotesReader(notes));
        views[place] = view;
        due[place] = NOW;
        return true;
    }

    /** Returns the observation as judged; null when its element is not in the model or its sensor has said something newer. */
    @Nullable
    Observation take(Observation next, Instant now, Brakes.Plausibility setting) {
        int place = roll.place(next.element());
        if (place == Roll.NONE) return null;
        ElementView view = views[place];
        if (view == null) {
            view = new ElementView(Freshness.of(roll.element(place)));
            views[place] = view;
        }
        Observation taken = view.take(next, now, setting);
        if (taken != null) due[place] = NOW;
        return taken;
    }

    /** Sensors have left for good; see {@link ElementView#forget}. */
    void forget(Set<String> gone) {
        if (gone.isEmpty()) return;
        for (int place = 0; place < views.length; place++) {
            ElementView view = views[place];
            if (view != null && view.forget(gone)) due[place] = NOW;
        }
    }

    Frozen freeze(Instant now) {
        boolean silenceChanged = false;
        long second = now.getEpochSecond();
        @Nullable LatestSignals[] next = frozen;
        for (int place = 0; place < due.length; place++) {
            ElementView view = due[place] > second ? null : views[place];
            if (view == null) continue;
            if (next == frozen) next = Arrays.copyOf(frozen, frozen.length);
            if (next[place] == null) seen++;
            next[place] = view.freeze(now);
            due[place] = view.due();
            silenceChanged |= silence(roll.element(place).id(), view.silent());
        }
        frozen = next;
        if (silenceChanged) silentFrozen = Collections.unmodifiableSet(new HashSet<>(silent));
        return new Frozen(new LatestElements(roll, frozen, seen), silentFrozen);
    }

    private boolean silence(ElementId id, boolean isSilent) {
        if (isSilent) return silent.add(id);
        return !silent.isEmpty() && silent.remove(id);
    }
}
