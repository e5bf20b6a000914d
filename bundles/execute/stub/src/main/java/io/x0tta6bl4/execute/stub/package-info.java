/** An effector for labs that only records what it was asked. */
@NullMarked
package io.x0tta6bl4.execute.stub;

import org.jspecify.annotations.NullMarked;
