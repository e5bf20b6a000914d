/** Asks a Prometheus what it knows of elements. */
@NullMarked
package io.x0tta6bl4.monitor.provider.prometheus;

import org.jspecify.annotations.NullMarked;
