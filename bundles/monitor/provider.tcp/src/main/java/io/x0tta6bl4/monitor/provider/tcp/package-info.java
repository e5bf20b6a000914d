/** Sensor for TCP endpoints: connects, latency. */
@NullMarked
package io.x0tta6bl4.monitor.provider.tcp;

import org.jspecify.annotations.NullMarked;
