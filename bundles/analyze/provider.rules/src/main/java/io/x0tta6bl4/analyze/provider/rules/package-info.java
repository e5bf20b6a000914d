/** Detectors by rule: states, probes with N of M, thresholds with hysteresis, rates of change, crash loops, sensor faults. */
@NullMarked
package io.x0tta6bl4.analyze.provider.rules;

import org.jspecify.annotations.NullMarked;
