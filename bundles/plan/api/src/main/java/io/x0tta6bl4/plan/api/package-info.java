/** Plans out of incidents. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.plan.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
