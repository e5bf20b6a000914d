/** Swaps bundles under load and counts what that costs: the same code drives the tests and the benchmark. */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.itests.swap;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
