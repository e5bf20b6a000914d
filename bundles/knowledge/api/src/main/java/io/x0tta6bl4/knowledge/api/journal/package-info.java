/** The append-only, hash-chained record of what was seen, decided and done. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.knowledge.api.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
