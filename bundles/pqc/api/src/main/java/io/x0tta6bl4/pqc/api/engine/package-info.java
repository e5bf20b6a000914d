/** What providers share: the checks, the compositions, the proof by known answers. A provider brings an {@code Engine}. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.pqc.api.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
