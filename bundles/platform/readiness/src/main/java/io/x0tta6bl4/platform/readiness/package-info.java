/** Readiness as evidence: computed from the running node, never typed by hand. */
@NullMarked
package io.x0tta6bl4.platform.readiness;

import org.jspecify.annotations.NullMarked;
