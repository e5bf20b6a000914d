@NullMarked
package io.x0tta6bl4.replay.provider.series;

import org.jspecify.annotations.NullMarked;
