package io.x0tta6bl4.rag.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds what documents say. An answer comes from the index and the embedding model, or it is refused in words; there is never
 * a vector that no model gave.
 *
 * <p>Safe for use by many threads. A document added or removed is seen by the next call.
 */
@ProviderType
public interface Retrieval {

    /** The best passages for a text. */
    Found search(Query query);

    /** Sentences of documents that answer a text, quoted as they stand, or that nothing was found. */
    Answer answer(Query query);

    /** Every collection with what it holds. */
    List<CollectionState> collections();
}
