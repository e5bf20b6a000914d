/** SPIFFE Federation, section 5: bundle endpoints. */
@NullMarked
package io.x0tta6bl4.identity.provider.federation;

import org.jspecify.annotations.NullMarked;
