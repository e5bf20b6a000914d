/** Learned models: what they are, where they come from, and how they are asked. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.ml.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
