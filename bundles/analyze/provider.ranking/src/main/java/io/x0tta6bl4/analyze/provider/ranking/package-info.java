/** Root cause by measurements: surprise against a node's own past, explained away along the call graph. */
@NullMarked
package io.x0tta6bl4.analyze.provider.ranking;

import org.jspecify.annotations.NullMarked;
