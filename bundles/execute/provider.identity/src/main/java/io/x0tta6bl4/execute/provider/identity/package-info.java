/** Renews identities. */
@NullMarked
package io.x0tta6bl4.execute.provider.identity;

import org.jspecify.annotations.NullMarked;
