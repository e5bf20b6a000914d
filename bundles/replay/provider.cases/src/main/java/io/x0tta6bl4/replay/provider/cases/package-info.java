/** Incidents in directories, read into scenes and ranked. */
@NullMarked
package io.x0tta6bl4.replay.provider.cases;

import org.jspecify.annotations.NullMarked;
