/** Artifacts from remote Maven repositories, through Maven's own resolver. */
@NullMarked
package io.x0tta6bl4.feature.provider.maven;

import org.jspecify.annotations.NullMarked;
