/** The element model: what is watched, how, and what depends on what. */
@Export
@Version("1.4.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.element;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
