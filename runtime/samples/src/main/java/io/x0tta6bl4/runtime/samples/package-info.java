/** A small system to watch, to load and to break: for the demo and for trying things. */
package io.x0tta6bl4.runtime.samples;
