/** Sees the framework that the node runs in: its bundles, their components, what the framework reports. */
@NullMarked
package io.x0tta6bl4.monitor.provider.osgi;

import org.jspecify.annotations.NullMarked;
