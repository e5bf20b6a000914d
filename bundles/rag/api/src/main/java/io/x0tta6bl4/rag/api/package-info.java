/** What documents and past incidents say: search, quoted answers, and the library they come from. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.rag.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
