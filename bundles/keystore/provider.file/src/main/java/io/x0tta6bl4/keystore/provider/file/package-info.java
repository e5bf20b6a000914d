/** The key store in one encrypted, authenticated file. */
@NullMarked
package io.x0tta6bl4.keystore.provider.file;

import org.jspecify.annotations.NullMarked;
