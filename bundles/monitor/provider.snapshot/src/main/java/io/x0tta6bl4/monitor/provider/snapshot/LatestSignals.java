package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations of one element, frozen: an immutable map over two arrays. An element has a handful of signals, and tens
 * of thousands of these are alive at a time, so a hash table for each would cost more than looking through it.
 */
final class LatestSignals extends AbstractMap<String, Observation> {
    private final String[] keys;
    private final Observation[] values;

    /** Both arrays are kept, not copied; of {@code keys} only as many as there are values count. */
    LatestSignals(String[] keys, Observation[] values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public @Nullable Observation get(@Nullable Object key) {
        for (int i = 0; i < values.length; i++) if (keys[i].equals(key)) return values[i];
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Collection<Observation> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public Set<Map.Entry<String, Observation>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return values.length;
            }

            @Override
            public Iterator<Map.Entry<String, Observation>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Map.Entry<String, Observation>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < values.length;
            }

            @Override
            public Map.Entry<String, Observation> next() {
                if (!hasNext()) throw new java.util.NoSuchElementException();
                return Map.entry(keys[next], values[next++]);
            }
        };
    }
}
