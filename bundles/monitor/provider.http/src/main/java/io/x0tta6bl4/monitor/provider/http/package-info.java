/** Sensor for HTTP endpoints: status, body, latency. */
@NullMarked
package io.x0tta6bl4.monitor.provider.http;

import org.jspecify.annotations.NullMarked;
