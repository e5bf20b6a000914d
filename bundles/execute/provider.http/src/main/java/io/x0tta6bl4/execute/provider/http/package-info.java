/** Calls HTTP hooks that heal an element. */
@NullMarked
package io.x0tta6bl4.execute.provider.http;

import org.jspecify.annotations.NullMarked;
