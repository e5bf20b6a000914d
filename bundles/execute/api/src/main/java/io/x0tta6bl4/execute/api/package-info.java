/** Effectors carry out one action and say what they did. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.execute.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
