/** Takes alerts of an Alertmanager. */
@NullMarked
package io.x0tta6bl4.monitor.provider.alertmanager;

import org.jspecify.annotations.NullMarked;
