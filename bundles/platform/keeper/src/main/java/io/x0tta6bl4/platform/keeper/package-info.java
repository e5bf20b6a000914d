@NullMarked
package io.x0tta6bl4.platform.keeper;

import org.jspecify.annotations.NullMarked;
