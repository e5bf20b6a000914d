/** Sensor for the host: processor, memory, disk, load. */
@NullMarked
package io.x0tta6bl4.monitor.provider.host;

import org.jspecify.annotations.NullMarked;
