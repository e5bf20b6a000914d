/** Trains the models of this project on simulated faults, measures them, and writes what is shipped. */
@NullMarked
package io.x0tta6bl4.runtime.learning;

import org.jspecify.annotations.NullMarked;
