/** Post-quantum cryptography that protects nothing; for a lab only. */
@NullMarked
package io.x0tta6bl4.pqc.stub;

import org.jspecify.annotations.NullMarked;
