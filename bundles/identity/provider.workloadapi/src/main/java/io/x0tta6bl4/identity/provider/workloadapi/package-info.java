/** The SPIFFE Workload API on a Unix domain socket, for the processes of this node. */
@NullMarked
package io.x0tta6bl4.identity.provider.workloadapi;

import org.jspecify.annotations.NullMarked;
