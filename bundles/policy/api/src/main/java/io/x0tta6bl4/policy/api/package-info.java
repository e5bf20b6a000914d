/** Who may do what on what: default deny, one engine, every decision explained. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.policy.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
