/** What must survive a restart of the node: processes, baselines, experience. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
