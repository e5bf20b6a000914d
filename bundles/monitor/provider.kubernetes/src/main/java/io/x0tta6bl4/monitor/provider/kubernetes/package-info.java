/** Watches what a Kubernetes cluster runs. */
@NullMarked
package io.x0tta6bl4.monitor.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
