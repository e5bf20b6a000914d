/** The secure channel by Bouncy Castle's JSSE over the cryptography of the JDK. */
@NullMarked
package io.x0tta6bl4.channel.provider.jsse;

import org.jspecify.annotations.NullMarked;
