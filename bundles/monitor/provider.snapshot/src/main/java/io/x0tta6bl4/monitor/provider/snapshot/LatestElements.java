package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations of all elements, frozen: the roll of the model, shared by all snapshots of it, and one array with a
 * place for each element, which is all that a tick copies. An element that was never seen is not in the map.
 */
final class LatestElements extends AbstractMap<ElementId, Map<String, Observation>> {
    private final Roll roll;
    private final @Nullable LatestSignals[] places;
    private final int seen;

    LatestElements(Roll roll, @Nullable LatestSignals[] places, int seen) {
        this.roll = roll;
        this.places = places;
        this.seen = seen;
    }

    @Override
    public int size() {
        return seen;
    }

    @Override
    public @Nullable Map<String, Observation> get(@Nullable Object key) {
        int place = key instanceof ElementId id ? roll.place(id) : Roll.NONE;
        return place == Roll.NONE ? null : places[place];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<ElementId, Map<String, Observation>>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return seen;
            }

            @Override
            public Iterator<Map.Entry<ElementId, Map<String, Observation>>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<ElementId, Map<String, Observation>>> {
        private int next = following(0);

        private int following(int from) {
            int place = from;
            while (place < places.length && places[place] == null) place++;
            return place;
        }

        @Override
        public boolean hasNext() {
            return next < places.length;
        }

        @Override
        public Map.Entry<ElementId, Map<String, Observation>> next() {
            LatestSignals signals = hasNext() ? places[next] : null;
            if (signals == null) throw new NoSuchElementException();
            Map.Entry<ElementId, Map<String, Observation>> entry =
                    Map.entry(roll.element(next).id(), signals);
            next = following(next + 1);
            return entry;
        }
    }
}
