/** Private keys at rest, and sealing under keys that rotate. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.keystore.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
