/** The collections of a node: documents taken in, searched and answered from, and the jobs that do it. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.library;

import org.jspecify.annotations.NullMarked;
