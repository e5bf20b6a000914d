package io.x0tta6bl4.rag.provider.lucene.library;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers to the same question on the same state of an index: the key holds that state, so a change of the index makes every
 * answer from before unfindable. Alike is not the same: no distance between texts makes one question another, so the key also
 * holds every word.
 *
 * @param <K> the question with the state it was asked on
 */
final class Remembered<K, V> {
    private static final int MOST = 256;

    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized void put(K key, V value) {
        kept.put(key, value);
    }
}
