/** Signatures over features: keys, the signed statement, its proof. */
@NullMarked
package io.x0tta6bl4.feature.provider.felix.sign;

import org.jspecify.annotations.NullMarked;
