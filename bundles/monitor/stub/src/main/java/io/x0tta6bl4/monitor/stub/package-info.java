/** A sensor that says what a script tells it; for a lab only. */
@NullMarked
package io.x0tta6bl4.monitor.stub;

import org.jspecify.annotations.NullMarked;
