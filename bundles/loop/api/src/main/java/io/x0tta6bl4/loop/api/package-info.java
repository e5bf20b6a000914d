/** The one loop: its state, its brakes, what an operator may tell it. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.loop.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
