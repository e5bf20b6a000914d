/** The monitor: bounded intake, freshness, plausibility, one frozen snapshot a tick. */
@NullMarked
package io.x0tta6bl4.monitor.provider.snapshot;

import org.jspecify.annotations.NullMarked;
