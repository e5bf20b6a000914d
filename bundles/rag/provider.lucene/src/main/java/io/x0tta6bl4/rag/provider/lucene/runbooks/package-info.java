/** From the front matter of documents that an operator vouched for to what they propose to do. */
@NullMarked
package io.x0tta6bl4.rag.provider.lucene.runbooks;

import org.jspecify.annotations.NullMarked;
