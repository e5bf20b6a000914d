/** Console commands, and the channel by which the same user of the operating system reaches a running node. */
@NullMarked
package io.x0tta6bl4.platform.console;

import org.jspecify.annotations.NullMarked;
