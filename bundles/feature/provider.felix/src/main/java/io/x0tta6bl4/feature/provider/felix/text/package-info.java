/** JSON that knows where in its file each value stands. */
@NullMarked
package io.x0tta6bl4.feature.provider.felix.text;

import org.jspecify.annotations.NullMarked;
