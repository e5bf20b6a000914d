/** A capability as small as one can be: its api is exported, its providers are copied into bundles of their own. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.itests.swap.sample;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
