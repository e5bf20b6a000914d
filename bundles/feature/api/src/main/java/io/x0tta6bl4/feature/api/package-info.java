/** Which features a node consists of, and how that is changed while it runs. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.feature.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
