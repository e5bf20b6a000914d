/** Post-quantum cryptography by Bouncy Castle. */
@NullMarked
package io.x0tta6bl4.pqc.provider.bouncycastle;

import org.jspecify.annotations.NullMarked;
