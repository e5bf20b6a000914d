package io.x0tta6bl4.rag.provider.lucene.index;

import java.util.Map;
import java.util.TreeMap;

/**
 * A document as it was taken in.
 *
 * @param id its path, or the id it was put in under
 * @param title empty when it has none
 * @param unit what places are counted in
 * @param metadata its own and what it was given
 * @param digest of the content and of all that decides how it was taken in
 * @param model digest of the model that made the vectors
 */
public record Source(String id, String title, String unit, Map<String, String> metadata, String digest, String model) {
    public Source {
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** What tells one intake from another: the content and the model. */
    public String state() {
        return digest + "@" + model;
    }

    /** The same document with vectors of another model. */
    public Source of(String other) {
        return new Source(id, title, unit, metadata, digest, other);
    }
}
