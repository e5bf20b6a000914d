/** Root cause on the dependency graph: the deepest abnormal element that explains the others, or none. */
@NullMarked
package io.x0tta6bl4.analyze.provider.graph;

import org.jspecify.annotations.NullMarked;
