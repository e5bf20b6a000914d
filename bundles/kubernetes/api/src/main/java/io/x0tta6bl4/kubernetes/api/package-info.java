/**
 * The API of a Kubernetes cluster as far as a node uses it: which verbs on which resources, one request, what came of it. JSON is
 * the user's own.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.x0tta6bl4.kubernetes.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
