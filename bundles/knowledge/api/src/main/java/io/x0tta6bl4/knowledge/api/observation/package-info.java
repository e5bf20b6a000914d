/** What sensors saw, and the frozen view of one tick. */
@Export
@Version("1.3.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.observation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
