/** Starts, ends and adopts processes of the operating system. */
@NullMarked
package io.x0tta6bl4.execute.provider.process;

import org.jspecify.annotations.NullMarked;
