/** Traces and metrics: what a bundle says of itself, whoever carries it to the tools of the operator. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.telemetry.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
