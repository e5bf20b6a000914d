package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a document says of itself.
 *
 * @param title empty when it has none
 * @param unit what its places are counted in: {@code line} or {@code page}
 * @param metadata from its front matter or its head
 */
public record Header(String title, String unit, Map<String, String> metadata) {
    public Header {
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
