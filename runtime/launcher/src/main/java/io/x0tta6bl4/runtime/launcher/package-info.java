/** Starts a node and speaks to a running one. The only place that names the framework. */
@NullMarked
package io.x0tta6bl4.runtime.launcher;

import org.jspecify.annotations.NullMarked;
