package io.x0tta6bl4.rag.api;

import java.time.Duration;
import java.util.List;

/** How a search ended. Only {@link Hits} carries passages. */
public sealed interface Found {

    /**
     * The index and, where asked for, the model answered.
     *
     * @param hits best first; empty when no passage passes the filter or shares anything with the text
     * @param embedding time of the model
     * @param searching time of the index, snippets included
     * @param cached whether the list was remembered from the same question on the same state of the index; the same is what
     *     has the same words, in any order, and nearly the same meaning
     * @param note what the reader has to know, for example that vectors are being renewed; empty when nothing
     */
    record Hits(List<Hit> hits, Duration embedding, Duration searching, boolean cached, String note) implements Found {
        public Hits {
            hits = List.copyOf(hits);
        }
    }

    /** A part is missing; the reason says which and what to do. */
    record Unavailable(String reason) implements Found {}

    /** The question does not fit: no such collection, a filter nobody can pass. */
    record Rejected(String reason) implements Found {}
}
