/** Retrieval by Apache Lucene with embeddings of the node's own models. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene;

import org.jspecify.annotations.NullMarked;
