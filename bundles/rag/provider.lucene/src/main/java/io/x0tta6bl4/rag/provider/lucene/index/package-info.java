/** One collection on disk: the sources it is made of, the Lucene index over them, and the fusion of its two voices. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.index;

import org.jspecify.annotations.NullMarked;
