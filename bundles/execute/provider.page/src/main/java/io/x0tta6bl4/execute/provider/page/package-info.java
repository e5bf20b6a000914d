/** Tells people: log, file, webhook. */
@NullMarked
package io.x0tta6bl4.execute.provider.page;

import org.jspecify.annotations.NullMarked;
