/** Looks at what the trust of the node rests on. */
@NullMarked
package io.x0tta6bl4.monitor.provider.identity;

import org.jspecify.annotations.NullMarked;
