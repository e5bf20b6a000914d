/** Puts policy before every console command. */
@NullMarked
package io.x0tta6bl4.policy.provider.gogo;

import org.jspecify.annotations.NullMarked;
