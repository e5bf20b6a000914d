/** What is abnormal, why, and the incident it belongs to. */
@Export
@Version("1.3.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.incident;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
