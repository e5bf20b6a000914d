/** Telemetry by the OpenTelemetry SDK. */
@NullMarked
package io.x0tta6bl4.telemetry.provider.opentelemetry;

import org.jspecify.annotations.NullMarked;
