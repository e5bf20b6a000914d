/** The node's identity from an external SPIRE agent, as a client of its Workload API. */
@NullMarked
package io.x0tta6bl4.identity.provider.spire;

import org.jspecify.annotations.NullMarked;
