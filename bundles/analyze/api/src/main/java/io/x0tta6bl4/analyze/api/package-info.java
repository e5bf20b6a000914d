/** Symptoms out of snapshots, causes out of symptoms. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.analyze.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
