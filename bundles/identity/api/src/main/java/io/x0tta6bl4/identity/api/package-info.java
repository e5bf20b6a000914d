/** Workload identity by SPIFFE: names, documents, trust bundles, where they come from, and who is believed. */
@Export
@Version("1.3.0")
@NullMarked
package io.x0tta6bl4.identity.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
