/** Sensor for operating-system processes: exit as an event, use of resources. */
@NullMarked
package io.x0tta6bl4.monitor.provider.process;

import org.jspecify.annotations.NullMarked;
