/** Tells an Alertmanager of incidents. */
@NullMarked
package io.x0tta6bl4.execute.provider.alertmanager;

import org.jspecify.annotations.NullMarked;
