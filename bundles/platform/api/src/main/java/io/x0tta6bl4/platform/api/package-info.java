/**
 * Words all capabilities share: proof of working, the hot reference and what passes through it, steady time, the logbook, the content
 * of a bundle, state to be preserved.
 */
@Export
@Version("1.5.0")
@NullMarked
package io.x0tta6bl4.platform.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
