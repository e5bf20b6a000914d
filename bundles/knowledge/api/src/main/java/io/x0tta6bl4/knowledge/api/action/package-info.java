/** What may be done about it, and what came of it. */
@Export
@Version("1.3.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.action;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
