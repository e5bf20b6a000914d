/** Has a Kubernetes cluster mend what it runs. */
@NullMarked
package io.x0tta6bl4.execute.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
