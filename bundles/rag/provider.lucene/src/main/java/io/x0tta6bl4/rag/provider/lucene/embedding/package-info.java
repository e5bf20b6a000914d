/** Text to vector: the tokens of the model's reference, and the model asked one text at a time. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.embedding;

import org.jspecify.annotations.NullMarked;
