/** Takes telemetry that others send by OTLP. */
@NullMarked
package io.x0tta6bl4.monitor.provider.otlp;

import org.jspecify.annotations.NullMarked;
