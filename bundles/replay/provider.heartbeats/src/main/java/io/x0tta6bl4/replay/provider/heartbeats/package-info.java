/** Heartbeats of links, judged on a virtual clock. */
@NullMarked
package io.x0tta6bl4.replay.provider.heartbeats;

import org.jspecify.annotations.NullMarked;
