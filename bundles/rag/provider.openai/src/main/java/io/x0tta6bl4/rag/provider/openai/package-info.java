/** Answers put into words by a model of the user's own choice, and what the passages do not bear out taken away. */
@NullMarked
package io.x0tta6bl4.rag.provider.openai;

import org.jspecify.annotations.NullMarked;
