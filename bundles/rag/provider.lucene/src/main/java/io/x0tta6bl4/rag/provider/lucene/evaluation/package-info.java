/** How good retrieval is on a collection with known answers. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.evaluation;

import org.jspecify.annotations.NullMarked;
