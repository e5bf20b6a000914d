/** The secure channel: mutual TLS 1.3 with post-quantum key exchange between verified identities. */
@Export
@Version("1.2.0")
@NullMarked
package io.x0tta6bl4.channel.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
