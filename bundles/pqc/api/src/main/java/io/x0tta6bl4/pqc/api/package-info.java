/** Post-quantum key encapsulation and signatures: what a caller uses. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.pqc.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
