/** A learned voice about the cause, by a GraphSAGE model on the element graph. */
@NullMarked
package io.x0tta6bl4.analyze.provider.graphsage;

import org.jspecify.annotations.NullMarked;
