package io.x0tta6bl4.rag.provider.lucene.index;

import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;

/**
 * A chunk with the vector of what it says.
 *
 * @param vector of length one
 */
public record StoredChunk(Chunk chunk, float[] vector) {}
