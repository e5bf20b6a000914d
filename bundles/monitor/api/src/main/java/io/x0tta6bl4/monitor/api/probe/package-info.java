/**
 * What sensors share that ask an endpoint in a rhythm: rounds of questions, verdicts, and one picture of all probes of an
 * element. How a question is asked is the sensor's own.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.monitor.api.probe;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
