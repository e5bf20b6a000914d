/** The one loop: monitor, analyze, plan and execute over shared knowledge, one tick at a time, under its brakes. */
@NullMarked
package io.x0tta6bl4.loop.provider.mapek;

import org.jspecify.annotations.NullMarked;
