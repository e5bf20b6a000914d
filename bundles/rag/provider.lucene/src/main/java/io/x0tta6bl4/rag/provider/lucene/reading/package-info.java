/** Documents to chunks: parsers of other people that keep the line numbers, and the cutting along the structure. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.reading;

import org.jspecify.annotations.NullMarked;
