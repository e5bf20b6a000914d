/** Failure detection by heartbeats. */
@NullMarked
package io.x0tta6bl4.analyze.provider.accrual;

import org.jspecify.annotations.NullMarked;
