/** Post-quantum cryptography by the JDK. */
@NullMarked
package io.x0tta6bl4.pqc.provider.jdk;

import org.jspecify.annotations.NullMarked;
