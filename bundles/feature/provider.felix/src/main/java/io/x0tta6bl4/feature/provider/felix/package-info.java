/** Features read by the Felix Feature Service. */
@NullMarked
package io.x0tta6bl4.feature.provider.felix;

import org.jspecify.annotations.NullMarked;
