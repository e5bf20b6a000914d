/** Mends bundles and components of the framework that the node runs in. */
@NullMarked
package io.x0tta6bl4.execute.provider.osgi;

import org.jspecify.annotations.NullMarked;
