/** Restores configuration files that last worked. */
@NullMarked
package io.x0tta6bl4.execute.provider.file;

import org.jspecify.annotations.NullMarked;
