/** Replay: recorded or foreign data through Monitor, Analyze and Plan on a virtual clock, with nothing executed. */
@Export
@Version("1.1.0")
@NullMarked
package io.x0tta6bl4.replay.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
