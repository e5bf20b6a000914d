/** What documents that people have vouched for propose to do. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.runbook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
