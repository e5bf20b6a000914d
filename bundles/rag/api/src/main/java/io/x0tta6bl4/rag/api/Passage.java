package io.x0tta6bl4.rag.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * A piece of a document.
 *
 * @param citation where it stands
 * @param title of the document; empty when it has none
 * @param text as it stands in the document
 * @param metadata of the document
 */
public record Passage(Citation citation, String title, String text, Map<String, String> metadata) {
    public Passage {
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
