/** Closed incidents as documents: what was seen, why, what was done, and how it ended. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.incidents;

import org.jspecify.annotations.NullMarked;
