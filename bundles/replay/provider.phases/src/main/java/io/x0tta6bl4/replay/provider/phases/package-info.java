@NullMarked
package io.x0tta6bl4.replay.provider.phases;

import org.jspecify.annotations.NullMarked;
