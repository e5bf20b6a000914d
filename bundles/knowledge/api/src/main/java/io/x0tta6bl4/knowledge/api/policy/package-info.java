/** What the loop may do: the settings of its brakes. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.policy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
