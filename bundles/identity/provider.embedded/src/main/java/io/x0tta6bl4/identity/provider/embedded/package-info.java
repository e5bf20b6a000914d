/** A small authority on the node itself, and the node's own identity from it. */
@NullMarked
package io.x0tta6bl4.identity.provider.embedded;

import org.jspecify.annotations.NullMarked;
